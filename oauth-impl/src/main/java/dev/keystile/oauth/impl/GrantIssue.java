package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Instant;
import java.util.Optional;

/** Makes a grant of an allowed request and issues its code (RFC 6749 section 4.1.2). */
record GrantIssue(
        Repository<Grant> grants, GrantLife life, RevivingVerifier keys, Observer observer) {
    private static final System.Logger LOG = System.getLogger(GrantIssue.class.getName());

    /**
     * The grant is in the store before this returns. When the key of its account was replaced
     * meanwhile, the one that was accepted here gets another account: whoever replaced it may have
     * missed the grant.
     */
    Secret issue(
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            AuthorizationTransaction.AcceptedKey key,
            ToolPolicy tools,
            Instant now) {
        // Here and not when the key was typed: the pages before only read.
        keys.accepted(resource.connector(), key.apiKey(), key.owner());
        Account account = life.accounts().obtain(resource, key.apiKey(), key.owner(), now);
        GrantId id = new GrantId(Base64Url.encode(Crypto.random(life.random(), 16)));
        Bytes tagKey = Bytes.of(Crypto.random(life.random(), Crypto.KEY_BYTES));
        Bytes secret = Bytes.of(Crypto.random(life.random(), Crypto.KEY_BYTES));
        Credential code = Credential.mint(Credential.Kind.CODE, id, 0, secret, tagKey);
        Custody.Opened opened = Custody.take(key.apiKey(), id, life.outer(), life.random());
        Stage awaiting = awaiting(transaction, code, opened.privateKey(), now);
        Grant grant =
                new Grant(
                        id,
                        account.id(),
                        account.epoch(),
                        transaction.client(),
                        transaction.asker().method(),
                        resource.uri(),
                        transaction.scope(),
                        tools,
                        tagKey,
                        opened.custody(),
                        awaiting,
                        now);
        store(grant, now);
        Optional<Account> since = life.accounts().find(account.id()).map(Repository.Held::value);
        if (since.filter(found -> life.accounts().isOfAnother(found, key.apiKey())).isPresent()) {
            grants.remove(id.value());
            return issue(transaction, resource, key, tools, now);
        }
        if (since.filter(found -> !found.grants().contains(id.value())).isPresent()) {
            // Whoever noted another one before this one was written took it for one that is gone.
            life.accounts().note(account.id(), id);
        }
        tellIssued(grant);
        observer.note(
                new Event.Consented(
                        new Event.Attempt(
                                grant.client(), transaction.redirectUri(), grant.resource()),
                        resource.connector().id(),
                        new AccountId(account.id()),
                        id,
                        grant.scope()));
        if (tools.restricts()) {
            observer.note(new Event.ToolsChosen(id, tools));
        }
        return code.print(life.settings().prefix());
    }

    private Stage awaiting(
            AuthorizationTransaction transaction, Credential code, Bytes privateKey, Instant now) {
        return new Stage.AwaitingExchange(
                new Stage.CodeTerms(
                        code.digest(), transaction.codeChallenge(), transaction.redirectUri()),
                now.plus(life.settings().codeLifetime()),
                Custody.wrap(privateKey, code, life.outer(), life.random()));
    }

    private void store(Grant grant, Instant now) {
        life.clients().use(grant.client(), now, GrantLife.life(life.settings()));
        Accounts accounts = life.accounts();
        accounts.find(grant.account()).ifPresent(account -> accounts.keep(account, now));
        accounts.note(grant.account(), grant.id());
        if (!grants.insert(grant.id().value(), grant, grant.keptUntil())) {
            throw new IllegalStateException("a random grant id was drawn twice");
        }
    }

    private static void tellIssued(Grant grant) {
        LOG.log(
                System.Logger.Level.INFO,
                "code.issued grant={0} client={1} scope={2}",
                grant.id(),
                grant.client(),
                grant.scope());
    }
}
