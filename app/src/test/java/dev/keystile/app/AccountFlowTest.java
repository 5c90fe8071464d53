package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.KeyedUpstream;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person looks after their connections, through the pages of a whole gateway. */
class AccountFlowTest {
    private static final String KEY = "jean_sk_of_ann";
    private static final String NEXT = "jean_sk_of_ann_too";

    private final Wire wire = new Wire();
    private final MovableClock clock = new MovableClock();
    private final KeyedUpstream upstream = new KeyedUpstream(KEY);
    private OpenGateway gateway;
    private OAuthClient client;
    private OAuthClient other;
    private JsonObject tokens;
    private JsonObject others;
    private Person person;

    @BeforeEach
    void connectTwoClients() {
        gateway = OpenGateway.onLoopback(clock, Map.of("MCP_UPSTREAM_URL", upstream.url()));
        client = OAuthClient.discover(wire, gateway.base() + "/mcp");
        other = OAuthClient.discover(wire, gateway.base() + "/mcp");
        person = new Person(wire, gateway.base());
        tokens = client.signIn(person, KEY);
        others = other.signIn(person, KEY);
        assertThat(statuses()).containsExactly(200, 200);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
        wire.close();
    }

    private Page account() {
        return person.open(URI.create(gateway.base() + "/account"));
    }

    private Page signedIn() {
        return follow(person.press(account(), "sign-in", Map.of("api_key", KEY)));
    }

    private Page follow(Page redirect) {
        assertThat(redirect.status()).as(redirect.text()).isEqualTo(303);
        return person.open(URI.create(gateway.base()).resolve(redirect.location()));
    }

    private List<Integer> statuses() {
        return Stream.of(client.calling(tokens), other.calling(others))
                .map(answer -> answer.statusCode())
                .toList();
    }

    @Test
    void whatIsConnectedIsShownWithItsCalls() {
        assertThat(signedIn().text())
                .contains("2 apps are connected with your key", "1 call in all");
    }

    @Test
    void oneIsDisconnectedAndThenTheOther() {
        Page left = follow(person.press(signedIn(), "disconnect"));

        assertThat(left.text()).contains("The app is disconnected.", "1 app is connected");
        assertThat(statuses()).containsExactlyInAnyOrder(200, 401);

        Page none = follow(person.press(left, "disconnect-all"));
        assertThat(none.text()).contains("All apps are disconnected");
        assertThat(statuses()).containsExactly(401, 401);
    }

    @Test
    void withAnotherKeyBothGoOn() {
        Page page = signedIn();
        upstream.keys.remove(KEY);
        upstream.keys.add(NEXT);

        Page replaced = follow(person.press(page, "replace", Map.of("api_key", NEXT)));

        assertThat(replaced.text()).contains("All apps use the new key now.");
        assertThat(statuses()).containsExactly(200, 200);
        assertThat(client.calling(client.refresh(tokens)).statusCode()).isEqualTo(200);
    }

    @Test
    void deletedIsDeleted() {
        Page deleted = follow(person.press(signedIn(), "delete", Map.of("confirm", "yes")));

        assertThat(deleted.text()).contains("Everything is deleted");
        assertThat(statuses()).containsExactly(401, 401);
        Page again = person.press(account(), "sign-in", Map.of("api_key", KEY));
        assertThat(again.text()).contains("Nothing is connected with this key");
    }

    @Test
    void aPageThatIsFifteenMinutesOldDoesNothing() {
        Page page = signedIn();

        clock.advance(Duration.ofMinutes(15));

        assertThat(person.press(page, "disconnect-all").text()).contains("You are signed out");
        assertThat(statuses()).containsExactly(200, 200);
    }
}
