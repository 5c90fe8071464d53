package dev.keystile.app.pages;

import dev.keystile.app.pages.Remedy.Field;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import io.jstach.jstache.JStache;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page with the key field.
 *
 * @param keyPrefix null when keys have none
 * @param keyHelp an http or https URL
 * @param userId null when the request already named the resource
 */
@JStache(path = "key")
record KeyPage(
        Asking asking,
        boolean reviewFollows,
        Secret transaction,
        @Nullable String keyPrefix,
        @Nullable String keyHelp,
        @Nullable UserIdField userId,
        @Nullable Remedy problem) {
    /** The field for the user id, with the URLs that it chooses between. */
    record UserIdField(String typed, String sharedUrl, String personalUrl, boolean wrong) {
        String describedBy() {
            return ids("user_id-hint", wrong ? "problem" : null);
        }
    }

    static KeyPage of(
            KeyPrompt prompt, @Nullable KeyProblem problem, ProtectedResources resources) {
        Connector connector = prompt.subject().connector();
        Remedy remedy = problem == null ? null : Remedy.of(problem, prompt.subject());
        return new KeyPage(
                Asking.of(prompt.subject()),
                prompt.reviewFollows(),
                prompt.transaction(),
                connector.keyPrefix().isEmpty() ? null : connector.keyPrefix(),
                webLink(connector.keyHelp()),
                prompt.subject().resource() == null ? userIdField(prompt, remedy, resources) : null,
                remedy);
    }

    String title() {
        return asking.asker().title() + " asks to use " + asking.connector();
    }

    boolean keyWrong() {
        return problem != null && problem.field() == Field.KEY;
    }

    /** The ids of what explains the key field; null when nothing does. */
    @Nullable String keyDescribedBy() {
        String ids = ids(keyPrefix == null ? null : "api_key-hint", keyWrong() ? "problem" : null);
        return ids.isEmpty() ? null : ids;
    }

    private static UserIdField userIdField(
            KeyPrompt prompt, @Nullable Remedy remedy, ProtectedResources resources) {
        String typed = prompt.typedUser();
        String shared = resources.shared().uri();
        boolean wrong = remedy != null && remedy.field() == Field.USER_ID;
        return new UserIdField(typed == null ? "" : typed, shared, shared + "/oauth/", wrong);
    }

    private static @Nullable String webLink(@Nullable URI help) {
        String url = help == null ? "" : help.toString();
        return url.startsWith("https://") || url.startsWith("http://") ? url : null;
    }

    private static String ids(@Nullable String first, @Nullable String second) {
        return Stream.of(first == null ? "" : first, second == null ? "" : second)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
