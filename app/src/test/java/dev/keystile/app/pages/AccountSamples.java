package dev.keystile.app.pages;

import dev.keystile.oauth.api.AccountKey;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.LinkedIdentity;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The account page as it may come to be. */
final class AccountSamples {
    private AccountSamples() {}

    /** All of them by name, in a language. */
    static Map<String, String> all(Pages pages) {
        Map<String, String> samples = new LinkedHashMap<>();
        samples.put("account, sign in", pages.accountSignIn((AccountDone) null));
        samples.put("account, sign in later", pages.accountSignInLater(Duration.ofMinutes(3)));
        samples.put("account", pages.account(view(true, null), (AccountDone) null));
        samples.put("account, later", pages.accountLater(view(true, null), Duration.ZERO));
        samples.put("account, dead", pages.account(view(false, Instant.EPOCH), AccountDone.TOOLS));
        samples.put("account, refused", pages.account(view(false, null), AccountProblem.DEAD));
        samples.put("account, nothing", pages.account(nothing(), (AccountDone) null));
        Pages identified = new Pages(pages.resources(), pages.texts(), "Example & ID");
        samples.put("account, identities", identified.account(linked(), (AccountDone) null));
        samples.put("account, identities, none", identified.account(nothing(), AccountDone.LINKED));
        samples.put("account, identity", identified.accountSignIn((AccountDone) null));
        samples.put("link", identified.link(link(), null));
        samples.put("link, refused", identified.link(link(), AccountProblem.REJECTED));
        samples.put("link, later", identified.linkLater(link(), Duration.ofMinutes(3)));
        for (AccountDone done : AccountDone.values()) {
            samples.put("account, done, " + done, pages.account(view(true, null), done));
            samples.put("account, sign in, done, " + done, pages.accountSignIn(done));
        }
        for (AccountProblem problem : AccountProblem.values()) {
            samples.put("account, " + problem, pages.account(view(true, null), problem));
            samples.put("account, sign in, " + problem, pages.accountSignIn(problem));
        }
        return samples;
    }

    static AccountView view(boolean keyWorks, @Nullable Instant deadSince) {
        return new AccountView(
                Secret.of(SamplePages.TRANSACTION),
                keyWorks,
                deadSince,
                List.of(
                        client(SamplePages.described(), new ToolPolicy.Everything(), 1000),
                        client(SamplePages.claudeCode(), new ToolPolicy.ReadOnly(), 0),
                        client(
                                SamplePages.hostile(null),
                                new ToolPolicy.Named(
                                        Set.of(SamplePages.EVIL.substring(0, 200), "remember"),
                                        false),
                                1),
                        client(
                                SamplePages.readOnly(SamplePages.claudeCode()),
                                new ToolPolicy.Named(Set.of("remember"), false),
                                2)));
    }

    /** Two keys, one of them dead, each with identities. */
    static AccountView linked() {
        return new AccountView(
                Secret.of(SamplePages.TRANSACTION),
                true,
                Instant.EPOCH,
                List.of(),
                List.of(
                        new AccountKey("k1", SamplePages.CONNECTOR, "jean_sk_…ab12", Instant.EPOCH),
                        new AccountKey("k2", SamplePages.NOTES, "notes_…", null)),
                List.of(
                        new LinkedIdentity(
                                "i1",
                                SamplePages.SOMEBODY,
                                SamplePages.CONNECTOR,
                                "jean_sk_…ab12",
                                Instant.EPOCH),
                        new LinkedIdentity(
                                "i2",
                                new Identity("https://id.example.com", "s", SamplePages.EVIL),
                                SamplePages.NOTES,
                                "notes_…",
                                Instant.EPOCH)));
    }

    private static LinkPrompt link() {
        return new LinkPrompt(
                new Identity("https://id.example.com", "s", SamplePages.EVIL),
                Secret.of(SamplePages.TRANSACTION));
    }

    private static AccountView nothing() {
        return new AccountView(Secret.of(SamplePages.TRANSACTION), true, null, List.of());
    }

    private static ConnectedClient client(ConsentSubject who, ToolPolicy tools, long calls) {
        return new ConnectedClient(
                new GrantId("grant"),
                who,
                tools,
                Instant.EPOCH,
                calls == 0 ? null : Instant.EPOCH,
                calls);
    }
}
