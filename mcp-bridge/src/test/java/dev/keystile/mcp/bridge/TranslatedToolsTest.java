package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ToolPolicy;
import java.net.http.HttpRequest;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person allowed holds for clients that are translated as for any other. */
@Timeout(60)
class TranslatedToolsTest extends TranslationCase {
    private static final String LEGACY_CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\"}}";
    private static final String LEGACY_LIST =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";

    private String answer(HttpRequest.Builder request, String tool) throws Exception {
        fixture.grant("some", Fixture.GRANT, "mcp", new ToolPolicy.Named(Set.of(tool), false));
        return fixture.send(request.setHeader("Authorization", "Bearer some")).body();
    }

    @Test
    @DisplayName("GW-B-05, design 10: a legacy client sees and calls what was allowed, and no more")
    void legacyClientIsHeldToThePolicy() throws Exception {
        start(new ModernServer());

        assertThat(answer(legacy(LEGACY_LIST), "echo")).contains("\"name\":\"echo\"");
        assertThat(answer(legacy(LEGACY_CALL), "echo")).contains("\"content\":[]");
        assertThat(answer(legacy(LEGACY_LIST), "other")).contains("\"tools\":[]");
        assertThat(answer(legacy(LEGACY_CALL), "other")).contains("-32010");
    }

    @Test
    @DisplayName("GW-B-05, design 10: a modern client sees and calls what was allowed, and no more")
    void modernClientIsHeldToThePolicy() throws Exception {
        start(new LegacyServer());
        HttpRequest.Builder list = modern("tools/list", "", "");

        assertThat(answer(list, "echo")).contains("\"name\":\"echo\"");
        assertThat(answer(modern("tools/call", "echo", "\"name\":\"echo\""), "echo"))
                .contains("\"content\":[]");
        assertThat(answer(list, "other")).contains("\"tools\":[]");
        assertThat(answer(modern("tools/call", "echo", "\"name\":\"echo\""), "other"))
                .contains("-32010");
    }
}
