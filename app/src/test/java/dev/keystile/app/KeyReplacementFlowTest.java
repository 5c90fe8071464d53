package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.KeyedUpstream;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person whose key died comes with another one, through the pages. */
class KeyReplacementFlowTest {
    private static final String OLD = "jean_sk_of_ann";
    private static final String NEXT = "jean_sk_of_ann_too";

    @TempDir private Path folder;

    private final Wire wire = new Wire();
    private final KeyedUpstream upstream = new KeyedUpstream(OLD);
    private OpenGateway gateway;
    private OAuthClient client;
    private OAuthClient other;
    private JsonObject tokens;
    private JsonObject others;

    @BeforeEach
    void connectTwoClientsWhoseKeyDies() throws IOException {
        gateway =
                OpenGateway.configured(
                        folder,
                        """
                        connector:
                          id: jean
                          display-name: Jean Memory
                          upstream-url: %s
                          key-prefix: jean_sk_
                          verifier: whoami
                          whoami: {url: "%s", owner: /id}
                        """
                                .formatted(upstream.url(), upstream.whoami()));
        client = OAuthClient.discover(wire, gateway.base() + "/mcp");
        other = OAuthClient.discover(wire, gateway.base() + "/mcp");
        tokens = client.signIn(person(), OLD);
        others = other.signIn(person(), OLD);
        upstream.keys.remove(OLD);
        upstream.keys.add(NEXT);
        assertThat(statuses()).containsExactly(401, 401);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
        wire.close();
    }

    @Test
    @DisplayName("GW-12: with the box ticked the other clients' tokens work with the new key")
    void withTheBoxTickedAllClientsGoOn() {
        JsonObject fresh = signIn(Map.of("replace", "yes"));

        assertThat(client.calling(fresh).statusCode()).isEqualTo(200);
        assertThat(statuses()).containsExactly(200, 200);
        assertThat(other.calling(other.refresh(others)).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutTheBoxOnlyTheOneClientGoesOn() {
        JsonObject fresh = signIn(Map.of());

        assertThat(client.calling(fresh).statusCode()).isEqualTo(200);
        assertThat(statuses()).containsExactly(401, 401);
    }

    private JsonObject signIn(Map<String, String> ticked) {
        Person person = person();
        Page review =
                person.press(
                        person.open(client.authorizationUri()),
                        "continue",
                        Map.of("api_key", NEXT));
        assertThat(review.text()).contains("and 2 app connections still use it");
        return client.redeem(client.codeOf(person.press(review, "allow", ticked).location()));
    }

    private List<Integer> statuses() {
        return Stream.of(client.calling(tokens), other.calling(others))
                .map(answer -> answer.statusCode())
                .toList();
    }

    private Person person() {
        return new Person(wire, gateway.base());
    }
}
