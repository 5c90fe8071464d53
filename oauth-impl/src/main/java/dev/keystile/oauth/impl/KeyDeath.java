package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.KeyReports;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is behind an upstream's refusal of a key. A burst of refusals of one key is one
 * question to the upstream: who reports meanwhile waits for its answer, and who reports a moment
 * later finds the key marked, or just accepted. A key that the upstream names as somebody else's is
 * dead for whom it was proven to belong to. One that is not its account's any more kills nobody.
 */
final class KeyDeath implements KeyReports {
    private static final System.Logger LOG = System.getLogger(KeyDeath.class.getName());
    private static final int MOST = 10_000;
    private static final String REPLACED = "the key was replaced meanwhile";
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Repositories repositories;
    private final KeyMarks marks;
    private final DeathToll toll;
    private final ApiKeyVerifier verifier;
    private final KeyLimits limits;
    private final Observer observer;
    private final InstantSource clock;
    private final SingleFlight<KeyVerdict> flights = new SingleFlight<>();
    private final Ticker ticker;
    private final Cache<String, Boolean> accepted;

    /** When a grant first came with a key that was replaced. */
    private final Cache<String, Long> former;

    KeyDeath(
            Repositories repositories,
            KeyMarks marks,
            DeathToll toll,
            ApiKeyVerifier verifier,
            KeyLimits limits,
            Observer observer,
            InstantSource clock,
            Ticker ticker) {
        this.repositories = repositories;
        this.marks = marks;
        this.toll = toll;
        this.verifier = verifier;
        this.limits = limits;
        this.observer = observer;
        this.clock = clock;
        this.ticker = ticker;
        this.former =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterAccess(REMEMBERED)
                        .ticker(ticker)
                        .build();
        this.accepted =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(limits.trusted())
                        .ticker(ticker)
                        .build();
    }

    @Override
    public KeyVerdict refused(Access access) {
        try {
            return account(access)
                    .map(account -> judge(account, access))
                    // Disconnected meanwhile: the token is of no use in any case.
                    .orElseGet(KeyVerdict.Dead::new);
        } catch (StoreUnavailableException away) {
            return unclear(
                    access, "store: " + away.getMessage(), StoreUnavailableException.RETRY_AFTER);
        }
    }

    private Optional<Account> account(Access access) {
        return repositories
                .grants()
                .find(access.grant().value())
                .map(held -> held.value().account())
                .flatMap(this::find);
    }

    private Optional<Account> find(String account) {
        return repositories.accounts().find(account).map(Repository.Held::value);
    }

    private KeyVerdict judge(Account account, Access access) {
        String key = marks.keyId(account.connector(), access.apiKey());
        if (!marks.fits(account, access.apiKey())) {
            return replaced(key, access);
        }
        // Where the upstream names owners, one key may be dead for one and work for another.
        String question =
                access.resource().connector().userIdTrust() == UserIdTrust.NAMED_BY_UPSTREAM
                        ? key + "/" + account.subject().distinguisher()
                        : key;
        return flights.run(question, () -> judge(account.id(), question, access));
    }

    /**
     * A call that began before has the new key when it is repeated. A grant that still comes with
     * the former one then never gets another.
     */
    private KeyVerdict replaced(String key, Access access) {
        String question = access.grant() + " " + key;
        long now = ticker.read();
        long first = former.get(question, _ -> now);
        return now - first < limits.retry().toNanos()
                ? unclear(access, REPLACED, limits.retry())
                : flights.run(question, () -> leftBehind(access));
    }

    private KeyVerdict leftBehind(Access access) {
        ProtectedResource resource = access.resource();
        if (!(verifier.verify(resource.connector(), access.apiKey(), resource.user())
                instanceof KeyCheck.Rejected)) {
            return unclear(access, REPLACED, limits.retry());
        }
        LOG.log(
                System.Logger.Level.INFO,
                "key.left-behind connector={0} grant={1}",
                resource.connector().id(),
                access.grant());
        return new KeyVerdict.Dead();
    }

    /** The flight before this one may have found it out. */
    private KeyVerdict judge(String id, String question, Access access) {
        Account account = find(id).filter(found -> found.keyDeadSince() == null).orElse(null);
        if (account == null) {
            return new KeyVerdict.Dead();
        }
        return accepted.getIfPresent(question) == null
                ? asked(account, question, access)
                : new KeyVerdict.Works();
    }

    private KeyVerdict asked(Account account, String question, Access access) {
        ProtectedResource resource = access.resource();
        return switch (verifier.verify(resource.connector(), access.apiKey(), resource.user())) {
            case KeyCheck.Accepted accepts when account.subject().isNot(accepts.owner()) ->
                    dead(access, accepts.owner());
            case KeyCheck.Accepted _ -> works(question, access);
            case KeyCheck.Rejected _ -> dead(access, null);
            case KeyCheck.Unavailable(String detail) -> unclear(access, detail, limits.retry());
        };
    }

    private KeyVerdict works(String question, Access access) {
        accepted.put(question, true);
        tellDoubt(access, "the upstream takes it when asked");
        return new KeyVerdict.Works();
    }

    /** For everybody but the owner; for all when nobody is. */
    private KeyVerdict dead(Access access, @Nullable UserId owner) {
        ConnectorId connector = access.resource().connector().id();
        return switch (toll.enter(connector, access.apiKey(), owner, clock.instant())) {
            case DeathToll.Outcome.Marked(var accounts) -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        "key.died connector={0} grant={1} accounts={2}",
                        connector,
                        access.grant(),
                        Integer.toString(accounts.size()));
                observer.note(new Event.KeyDied(connector, access.grant(), accounts.size()));
                yield new KeyVerdict.Dead();
            }
            case DeathToll.Outcome.TooMany many -> {
                tellMany(connector, many);
                yield new KeyVerdict.Unclear(limits.within());
            }
        };
    }

    private static void tellMany(ConnectorId connector, DeathToll.Outcome.TooMany many) {
        if (many.begins()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "upstream.rejects-many connector={0} keys={1}",
                    connector,
                    Integer.toString(many.dying()));
        }
    }

    private static KeyVerdict unclear(Access access, String reason, Duration retryAfter) {
        tellDoubt(access, reason);
        return new KeyVerdict.Unclear(retryAfter);
    }

    private static void tellDoubt(Access access, String reason) {
        LOG.log(
                System.Logger.Level.INFO,
                "key.doubtful connector={0} grant={1} reason=\"{2}\"",
                access.resource().connector().id(),
                access.grant(),
                reason);
    }
}
