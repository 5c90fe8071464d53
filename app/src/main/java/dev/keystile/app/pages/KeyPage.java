package dev.keystile.app.pages;

import dev.keystile.app.pages.Remedy.Field;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import io.jstach.jstache.JStache;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page with the key field.
 *
 * @param choices the servers to choose from; empty when there is nothing to choose
 * @param keyPrefix null when keys have none, or it depends on the choice
 * @param keyHelp an http or https URL
 * @param provider where the person may sign in instead; null when there is nothing
 * @param person who signed in on the way; null when nobody did
 * @param userId null when the request already named the resource
 */
@JStache(path = "key")
record KeyPage(
        Texts texts,
        Asking asking,
        boolean reviewFollows,
        Secret transaction,
        List<Choice> choices,
        @Nullable Markup keyPrefix,
        @Nullable String keyHelp,
        @Nullable UserIdField userId,
        @Nullable String provider,
        @Nullable Person person,
        @Nullable Remedy problem)
        implements Page {
    /** A server to choose, with what tells it from the others. */
    record Choice(
            String id,
            String name,
            String url,
            @Nullable Markup keyPrefix,
            @Nullable String keyHelp,
            boolean chosen) {
        static Choice of(
                Connector connector, KeyPrompt prompt, ProtectedResources resources, Texts texts) {
            return new Choice(
                    connector.id().value(),
                    connector.displayName(),
                    resources.shared(connector).uri(),
                    prefix("key.prefix-of-choice", connector, texts),
                    webLink(connector.keyHelp()),
                    connector.equals(prompt.subject().connector()));
        }
    }

    /**
     * The field for the user id, with the URLs that it chooses between.
     *
     * @param hint which URLs those are, where that does not depend on the choice
     */
    record UserIdField(String typed, Markup hint, boolean wrong) {
        String describedBy() {
            return ids("user_id-hint", wrong ? "problem" : null);
        }
    }

    static KeyPage of(
            KeyPrompt prompt, @Nullable Remedy problem, ProtectedResources resources, Texts texts) {
        Connector connector = prompt.choices().isEmpty() ? prompt.subject().connector() : null;
        return new KeyPage(
                texts,
                Asking.of(prompt.subject(), connector, texts),
                prompt.reviewFollows(),
                prompt.transaction(),
                choices(prompt, resources, texts),
                connector == null ? null : prefix("key.prefix", connector, texts),
                connector == null ? null : webLink(connector.keyHelp()),
                prompt.subject().resource() == null
                        ? userIdField(prompt, problem, hint(connector, resources, texts))
                        : null,
                prompt.provider(),
                Person.ofAny(prompt.identity()),
                problem);
    }

    @Override
    public String title() {
        return texts.plain("key.title", asking.asker().title(), asking.served());
    }

    /** What the key field asks for. */
    Markup keyLabel() {
        String connector = asking.connector();
        return connector == null
                ? texts.markup("key.label")
                : texts.markup("key.label-of", connector);
    }

    /** What allowing does, where consent is one step. */
    Markup ifAllowed() {
        return texts.markup(
                asking.readOnly() ? "key.if-allowed.read" : "key.if-allowed.everything");
    }

    /** The button that leads to the provider. */
    Markup identify() {
        String key = person == null ? "identity.sign-in" : "identity.sign-in-again";
        return texts.markup(key, provider == null ? "" : provider);
    }

    /** Who signed in. */
    Markup who() {
        return person == null
                ? new Markup("")
                : texts.markup("identity.who", person.label(), person.host());
    }

    boolean keyWrong() {
        return problem != null && problem.field() == Field.KEY;
    }

    /** The ids of what explains the key field; null when nothing does. */
    @Nullable String keyDescribedBy() {
        String ids = ids(keyPrefix == null ? null : "api_key-hint", keyWrong() ? "problem" : null);
        return ids.isEmpty() ? null : ids;
    }

    boolean choiceWrong() {
        return problem != null && problem.field() == Field.CONNECTOR;
    }

    private static List<Choice> choices(
            KeyPrompt prompt, ProtectedResources resources, Texts texts) {
        return prompt.choices().stream()
                .map(connector -> Choice.of(connector, prompt, resources, texts))
                .toList();
    }

    private static UserIdField userIdField(KeyPrompt prompt, @Nullable Remedy remedy, Markup hint) {
        String typed = prompt.typedUser();
        boolean wrong = remedy != null && remedy.field() == Field.USER_ID;
        return new UserIdField(typed == null ? "" : typed, hint, wrong);
    }

    private static Markup hint(
            @Nullable Connector connector, ProtectedResources resources, Texts texts) {
        return connector == null
                ? texts.markup("key.user-id.hint-of-choice")
                : texts.markup("key.user-id.hint", resources.shared(connector).uri());
    }

    private static @Nullable Markup prefix(String key, Connector connector, Texts texts) {
        return connector.keyPrefix().isEmpty() ? null : texts.markup(key, connector.keyPrefix());
    }

    static @Nullable String webLink(@Nullable URI help) {
        String url = help == null ? "" : help.toString();
        return url.startsWith("https://") || url.startsWith("http://") ? url : null;
    }

    private static String ids(@Nullable String first, @Nullable String second) {
        return Stream.of(first == null ? "" : first, second == null ? "" : second)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
