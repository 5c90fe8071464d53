package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody guesses at a gateway, behind a trusted proxy that says where callers come from; somebody
 * else goes on meanwhile. Quotas come back so slowly that none does while a test runs.
 */
class GuessingTest {
    private static final String GUESSER = "203.0.113.7";
    private static final String NEIGHBOUR = "198.51.100.7";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int KEYS_OF_A_PAGE = 5;
    private static final int KEYS_OF_A_NETWORK = 12;
    private static final int TOKENS_OF_A_CLIENT = 20;
    private static final int REGISTRATIONS = 12;
    private static final int REGISTRATIONS_OF_A_NAME = 6;
    private static final int LOOKS_AT_A_REGISTRATION = 12;
    private static final String SETTINGS =
            """
            server: {trusted-proxies: 127.0.0.1}
            limits:
              rules:
                key-transaction: %d/h
                key-network: %d/h
                token-client: %d/h
                registration-network: %d/h
                registration-software: %d/h
                configuration-network: %d/h
            """
                    .formatted(
                            KEYS_OF_A_PAGE,
                            KEYS_OF_A_NETWORK,
                            TOKENS_OF_A_CLIENT,
                            REGISTRATIONS,
                            REGISTRATIONS_OF_A_NAME,
                            LOOKS_AT_A_REGISTRATION);

    @TempDir private Path folder;
    private final Wire guessing = new Wire(Map.of("x-forwarded-for", GUESSER));
    private final Wire neighbouring = new Wire(Map.of("x-forwarded-for", NEIGHBOUR));
    private OpenGateway gateway;
    private Connection neighbour;

    @BeforeEach
    void start() throws IOException {
        gateway = OpenGateway.configured(folder, SETTINGS);
        neighbour = Connection.made(neighbouring, gateway.base());
    }

    @AfterEach
    void stop() {
        guessing.close();
        neighbouring.close();
        gateway.close();
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    /** As many pass as may, with this status, and the next one is told when to come back. */
    private static void assertSlowed(
            int most, int status, IntFunction<HttpResponse<String>> attempt) {
        List<Integer> answered =
                IntStream.range(0, most).mapToObj(n -> attempt.apply(n).statusCode()).toList();
        HttpResponse<String> tooMany = attempt.apply(most);

        assertThat(answered).containsOnly(status);
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("retry-after"))
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
    }

    private Person guesser() {
        return new Person(guessing, gateway.base());
    }

    private static String key(int number) {
        return "jean_sk_wrong_" + number;
    }

    @Test
    @DisplayName(
            "SEC-07, AS-U-08: one sign-in page takes so many keys, and no right one after them")
    void keysTypedIntoOnePage() {
        Connection own = Connection.made(guessing, gateway.base());
        Person person = guesser();
        Page first = person.open(own.client().authorizationUri());

        assertSlowed(
                KEYS_OF_A_PAGE,
                401,
                n -> person.press(first, "continue", Map.of("api_key", key(n))).answer());
        Page right = person.press(first, "continue", Map.of("api_key", "jean_sk_demo_1"));

        assertThat(right.status()).isEqualTo(429);
        assertThat(neighbour.allowing()).isEqualTo(303);
    }

    @Test
    @DisplayName("SEC-07: a network types so many keys, whatever pages it opens")
    void keysTypedIntoManyPages() {
        Connection own = Connection.made(guessing, gateway.base());
        Person person = guesser();

        // One was typed to make the connection.
        assertSlowed(
                KEYS_OF_A_NETWORK - 1,
                401,
                n ->
                        person.press(
                                        person.open(own.client().authorizationUri()),
                                        "continue",
                                        Map.of("api_key", key(n)))
                                .answer());

        assertThat(neighbour.allowing()).isEqualTo(303);
    }

    @Test
    @DisplayName("SEC-07: the account page takes as many keys of a network, with those at consent")
    void keysTypedAtTheAccountPage() {
        Person person = guesser();
        URI account = URI.create(gateway.base() + "/account");

        assertSlowed(
                KEYS_OF_A_NETWORK,
                401,
                n ->
                        person.press(person.open(account), "sign-in", Map.of("api_key", key(n)))
                                .answer());

        Person other = new Person(neighbouring, gateway.base());
        Page in = other.press(other.open(account), "sign-in", Map.of("api_key", "jean_sk_demo_1"));
        assertThat(in.status()).isEqualTo(303);
    }

    @Test
    @DisplayName("SEC-07: wrong client secrets end at 429, and the client goes on elsewhere")
    void clientSecrets() {
        String client = neighbour.client().registration().getString("client_id");

        assertSlowed(TOKENS_OF_A_CLIENT, 401, n -> guessing.send(token(client, "wrong-" + n)));

        assertThat(neighbour.refreshing().statusCode()).isEqualTo(200);
        assertThat(guessing.send(token("another", "wrong")).statusCode()).isEqualTo(401);
    }

    private HttpRequest.Builder token(String client, String secret) {
        Map<String, String> form =
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        "none",
                        "client_id",
                        client,
                        "client_secret",
                        secret);
        return request(gateway.base() + "/oauth/token")
                .header("content-type", FORM)
                .POST(BodyPublishers.ofString(FormText.encode(form)));
    }

    @Test
    @DisplayName("SEC-07, W-19: registrations of a network end, and those of one name sooner")
    void registrations() {
        assertSlowed(REGISTRATIONS_OF_A_NAME, 201, _ -> guessing.send(registration("Loop")));
        // The one too many was counted for the network.
        assertSlowed(
                REGISTRATIONS - REGISTRATIONS_OF_A_NAME - 1,
                201,
                n -> guessing.send(registration("Name " + n)));

        assertThat(neighbour.registering().statusCode()).isEqualTo(201);
    }

    private HttpRequest.Builder registration(String name) {
        return request(gateway.base() + "/oauth/register")
                .header("content-type", "application/json")
                .POST(
                        BodyPublishers.ofString(
                                "{\"client_name\":\"%s\",\"redirect_uris\":[\"http://127.0.0.1/cb\"]}"
                                        .formatted(name)));
    }

    @Test
    @DisplayName("SEC-07: guessing the token of a registration ends at 429")
    void tokensOfARegistration() {
        String url = neighbour.client().registration().getString("registration_client_uri");
        List<String> methods = List.of("GET", "DELETE", "PUT");

        assertSlowed(
                LOOKS_AT_A_REGISTRATION,
                401,
                n ->
                        guessing.send(
                                request(url)
                                        .header("authorization", "Bearer wrong-" + n)
                                        .header("content-type", "application/json")
                                        .method(
                                                methods.get(n % 3),
                                                BodyPublishers.ofString("{}"))));

        assertThat(neighbour.managing().statusCode()).isEqualTo(200);
    }
}
