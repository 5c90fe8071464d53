package dev.keystile.app.pages;

import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ReviewPrompt;
import io.helidon.common.LazyValue;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the gateway, each a whole HTML document. They work without JavaScript, load nothing
 * from elsewhere, and hold no inline script or style. To be sent with {@link PageHeaders#ALL}.
 *
 * @param resources what the pages tell people to connect to, as it is now
 * @param texts the language they are in
 * @param provider what the OpenID provider is called at which people may sign in; null when there
 *     is none
 */
public record Pages(
        Supplier<ProtectedResources> resources, Texts texts, @Nullable String provider) {
    /** About resources that stay as they are. */
    public Pages(ProtectedResources resources, Texts texts, @Nullable String provider) {
        this(() -> resources, texts, provider);
    }

    /** In English. */
    public Pages(ProtectedResources resources) {
        this(resources, Texts.ENGLISH, null);
    }

    /** The same in a language. */
    public Pages in(Texts other) {
        return new Pages(resources, other.of(texts.brand()), provider);
    }

    /**
     * A page that is the same for everybody, made once in each language: when somebody asks for it.
     */
    public Function<Pages, String> once(Function<Pages, String> page) {
        Map<String, LazyValue<String>> made =
                Texts.ALL.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Texts::tag,
                                        language ->
                                                LazyValue.create(() -> page.apply(in(language)))));
        return pages -> Objects.requireNonNull(made.get(pages.texts().tag())).get();
    }

    /**
     * The first consent page: who asks for what, and the field for the API key.
     *
     * @param problem why it is shown again; null on the first showing
     */
    public String key(KeyPrompt prompt, @Nullable KeyProblem problem) {
        return key(prompt, problem == null ? null : Remedy.of(problem, prompt, texts));
    }

    /** The same again, since too many keys were tried; in so long one more may be. */
    public String keyLater(KeyPrompt prompt, Duration wait) {
        return key(prompt, Remedy.later(wait, texts));
    }

    /** The second consent page: what the key unlocks. */
    public String review(ReviewPrompt prompt) {
        return ReviewPageRenderer.of().execute(ReviewPage.of(prompt, false, this));
    }

    /** The same again, since no tools were chosen that could be used. */
    public String chooseAgain(ReviewPrompt prompt) {
        return ReviewPageRenderer.of().execute(ReviewPage.of(prompt, true, this));
    }

    /**
     * The page that asks for a key to sign in to the account page.
     *
     * @param done what was done before; null when nothing was
     */
    public String accountSignIn(@Nullable AccountDone done) {
        return signIn(null, done == null ? null : done.said(texts));
    }

    /** The same again, with the reason. */
    public String accountSignIn(AccountProblem problem) {
        return signIn(problem.remedy(this), null);
    }

    /** The same again, since too many keys were tried; in so long one more may be. */
    public String accountSignInLater(Duration wait) {
        return signIn(Remedy.later(wait, texts), null);
    }

    /**
     * What is connected with a person's key.
     *
     * @param done what was done before; null when nothing was
     */
    public String account(AccountView view, @Nullable AccountDone done) {
        return account(view, null, done == null ? null : done.said(texts));
    }

    /** The same again, with the reason why something was not done. */
    public String account(AccountView view, AccountProblem problem) {
        return account(view, problem.remedy(this), null);
    }

    /** The same again, since too many keys were tried; in so long one more may be. */
    public String accountLater(AccountView view, Duration wait) {
        return account(view, Remedy.later(wait, texts), null);
    }

    /**
     * The page that asks for the key to link with an identity.
     *
     * @param problem why it is shown again; null on the first showing
     */
    public String link(LinkPrompt prompt, @Nullable AccountProblem problem) {
        return link(prompt, problem == null ? null : problem.remedy(this));
    }

    /** The same again, since too many keys were tried; in so long one more may be. */
    public String linkLater(LinkPrompt prompt, Duration wait) {
        return link(prompt, Remedy.later(wait, texts));
    }

    /**
     * The page that names where the browser would go and links on, for a response that is not sent
     * there at once.
     *
     * @param denied whether the person denied; otherwise the request itself had an error
     */
    public String leave(AuthorizationResponse response, boolean denied) {
        return LeavePageRenderer.of()
                .execute(new LeavePage(texts, response.location(), response.host(), denied));
    }

    /**
     * An error page, from the texts {@code <key>.title}, {@code <key>.explanation} and {@code
     * <key>.next}.
     *
     * @param status the HTTP status
     * @param arguments what is filled into each of them
     */
    public String problem(int status, String key, Object... arguments) {
        return ProblemPageRenderer.of()
                .execute(
                        new ProblemPage(
                                texts,
                                status,
                                texts.plain(key + ".title", arguments),
                                texts.markup(key + ".explanation", arguments),
                                texts.markup(key + ".next", arguments)));
    }

    /**
     * The start page: the URL to paste and the steps for each client.
     *
     * @param demoKeys keys that the embedded demo server accepts; empty when there is a real
     *     upstream
     */
    public String landing(List<String> demoKeys) {
        return LandingPageRenderer.of().execute(LandingPage.of(resources.get(), demoKeys, texts));
    }

    /** The API document, for reading. */
    public String api(JsonObject openapi) {
        return ApiPageRenderer.of().execute(ApiPage.of(openapi, texts));
    }

    private String link(LinkPrompt prompt, @Nullable Remedy problem) {
        return LinkPageRenderer.of().execute(LinkPage.of(prompt, problem, texts));
    }

    private String signIn(@Nullable Remedy problem, @Nullable Markup said) {
        return SignInPageRenderer.of().execute(new SignInPage(texts, provider, problem, said));
    }

    private String account(AccountView view, @Nullable Remedy problem, @Nullable Markup said) {
        return AccountPageRenderer.of().execute(AccountPage.of(view, problem, said, this));
    }

    private String key(KeyPrompt prompt, @Nullable Remedy problem) {
        return KeyPageRenderer.of().execute(KeyPage.of(prompt, problem, resources.get(), texts));
    }
}
