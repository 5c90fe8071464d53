package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;

/** All aggregates of one store. */
record Repositories(
        Repository<Client> clients,
        Repository<Account> accounts,
        Repository<Grant> grants,
        Repository<KeyIndex> keyIndex,
        Repository<AccountGrants> accountGrants) {
    static Repositories of(Store store) {
        return new Repositories(
                new Repository<>(store, Store.Kind.CLIENT, new ClientCodec()),
                new Repository<>(store, Store.Kind.ACCOUNT, new AccountCodec()),
                new Repository<>(store, Store.Kind.GRANT, new GrantCodec()),
                new Repository<>(store, Store.Kind.KEY_INDEX, new KeyIndexCodec()),
                new Repository<>(store, Store.Kind.ACCOUNT_GRANTS, new AccountGrantsCodec()));
    }
}
