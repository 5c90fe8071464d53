package dev.keystile.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTest {
    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com, true, false, 443, mcp.example.com",
        "https://mcp.example.com:8443, true, false, 8443, mcp.example.com:8443",
        "http://localhost, false, true, 80, localhost",
        "http://localhost:8080, false, true, 8080, localhost:8080",
        "http://127.0.0.1:8080, false, true, 8080, 127.0.0.1:8080",
        "http://[::1]:8080, false, true, 8080, [::1]:8080",
        "https://localhost, true, true, 443, localhost"
    })
    void aGoodIssuerIsTakenApart(
            String value, boolean https, boolean loopback, int port, String authority) {
        Issuer issuer = new Issuer(value);

        assertThat(issuer.https()).isEqualTo(https);
        assertThat(issuer.loopback()).isEqualTo(loopback);
        assertThat(issuer.port()).isEqualTo(port);
        assertThat(issuer.authority()).isEqualTo(authority);
        assertThat(issuer.url("/mcp")).isEqualTo(value + "/mcp");
        assertThat(issuer).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mcp.example.com",
                "https:",
                "https://",
                "https:///",
                "https:mcp.example.com",
                "https://mcp.example.com/",
                "https://mcp.example.com/base",
                "https://mcp.example.com?a",
                "https://mcp.example.com#a",
                "https://user@mcp.example.com",
                "https://MCP.example.com",
                "HTTPS://mcp.example.com",
                "https://mcp.example.com:443",
                "http://localhost:80",
                "http://mcp.example.com",
                "http://127.0.0.2",
                "ftp://mcp.example.com",
                "https://mcp example.com",
                "https://mcp_example.com",
                "https://mcp.example.com:port",
                "https://[::1",
                "https://mcp.example.com:"
            })
    @DisplayName("AS-M-02, AS-M-17: https, or http on loopback, and nothing after host and port")
    void aBadIssuerIsRefusedWithAReason(String value) {
        assertThatThrownBy(() -> new Issuer(value))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void theReasonNamesTheRightValue() {
        assertThatThrownBy(() -> new Issuer("https://MCP.example.com:443"))
                .hasMessageContaining("https://mcp.example.com");
    }
}
