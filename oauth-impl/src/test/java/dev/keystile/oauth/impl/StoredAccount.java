package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Changes the one account of a test server in the store. */
public final class StoredAccount {
    private StoredAccount() {}

    /** Its API key stopped working upstream, or works again. */
    public static void setDead(InMemoryServer gateway, boolean dead) {
        Instant since = dead ? gateway.clock.instant() : null;
        change(gateway, account -> with(account, account.epoch(), since));
    }

    /** Everything of it is disconnected. */
    public static void disconnect(InMemoryServer gateway) {
        change(gateway, account -> with(account, account.epoch() + 1, account.keyDeadSince()));
    }

    /** It is gone. */
    public static void remove(InMemoryServer gateway) {
        gateway.accounts().remove(id(gateway));
    }

    /** The record in the store. */
    static Account of(InMemoryServer gateway) {
        return gateway.accounts().find(id(gateway)).orElseThrow().value();
    }

    /** Whose it is, when nobody said so. */
    public static String pseudonym(InMemoryServer gateway) {
        return ((Account.Subject.Pseudonym) of(gateway).subject()).value();
    }

    private static void change(InMemoryServer gateway, UnaryOperator<Account> change) {
        Instant ends = gateway.clock.instant().plus(Duration.ofDays(60));
        gateway.accounts()
                .update(
                        id(gateway),
                        account ->
                                new Repository.Decision.Write<>(change.apply(account), ends, true));
    }

    private static String id(InMemoryServer gateway) {
        return gateway.ids(Store.Kind.ACCOUNT).getFirst();
    }

    private static Account with(Account account, long epoch, Instant keyDeadSince) {
        return new Account(
                account.id(),
                account.connector(),
                account.subject(),
                account.keyFingerprint(),
                epoch,
                keyDeadSince,
                account.createdAt());
    }
}
