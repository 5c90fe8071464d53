package dev.keystile.app;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.http.Raw;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where the administration is reached, and by what settings. */
class AdminAccessTest {
    private static final String ALONE = "management: {admin-token: " + ADMIN + "}";
    private static final String PROXIED =
            "management: {admin-token: \"" + ADMIN + "\", base-url: \"https://admin.example.com\"}";
    private static final String EVERYWHERE =
            "management: {admin-token: \"" + ADMIN + "\", host: 0.0.0.0}";

    @TempDir private Path folder;

    private static int port(OpenGateway gateway) {
        return URI.create(gateway.managementBase()).getPort();
    }

    private static String overview(String host) {
        return overview(host, ADMIN);
    }

    private static String overview(String host, String token) {
        return Raw.request("GET /admin/api/overview", host, "", bearer(token));
    }

    private static String signIn(String host, String token, String from) {
        return Raw.request(
                "POST /admin",
                host,
                "decision=sign-in&token=" + token,
                from,
                "Content-Type: application/x-www-form-urlencoded");
    }

    private static String signIn(String token) {
        return signIn("localhost", token, "Sec-Fetch-Site: same-origin");
    }

    @Test
    void theNameOfTheProxyIsAnsweredAndItsCookieIsSecure() throws IOException {
        try (var gateway = OpenGateway.configured(folder, PROXIED)) {
            var raw = new Raw(port(gateway));

            assertThat(raw.send(overview("admin.example.com")).status()).isEqualTo(200);
            assertThat(raw.send(overview("other.example.com")).status()).isEqualTo(403);
            Raw.Answer answer =
                    raw.send(
                            signIn(
                                    "admin.example.com",
                                    ADMIN,
                                    "Origin: https://admin.example.com"));
            assertThat(answer.header("set-cookie"))
                    .startsWith("__Host-keystile-admin=")
                    .contains("Secure");
        }
    }

    @Test
    void withoutAProxyNoOtherMachineIsAnsweredWhateverItCallsThisOne() throws IOException {
        Optional<InetAddress> address = ownAddress();
        assumeThat(address).isPresent();
        try (var gateway = OpenGateway.configured(folder, EVERYWHERE)) {
            assertThat(new Raw(port(gateway)).send(overview("localhost")).status()).isEqualTo(200);
            assertThat(status(address.get(), port(gateway), overview("localhost")))
                    .contains(" 403 ");
        }
    }

    @Test
    void aWrongTokenIsToldInTheLogWithItsNetworkAndNotItself() throws IOException {
        String wrong = "a-token-of-nobody-that-has-32-characters";
        try (var gateway = OpenGateway.configured(folder, ALONE);
                var logged = new Logged()) {
            var raw = new Raw(port(gateway));

            assertThat(raw.send(overview("localhost", wrong)).status()).isEqualTo(401);
            assertThat(raw.send(signIn(wrong)).status()).isEqualTo(401);

            assertThat(logged.of("operator.refused"))
                    .containsOnly("operator.refused network=127.0.0.0/24")
                    .hasSize(2);
            assertThat(logged.all()).noneMatch(line -> line.contains(wrong));
        }
    }

    @Test
    void aTokenThatIsRightOrNotThereIsNotToldInTheLog() throws IOException {
        try (var gateway = OpenGateway.configured(folder, ALONE);
                var logged = new Logged()) {
            var raw = new Raw(port(gateway));

            assertThat(raw.send(overview("localhost")).status()).isEqualTo(200);
            assertThat(raw.send(signIn(ADMIN)).status()).isEqualTo(303);
            assertThat(raw.send(signIn("")).status()).isEqualTo(401);
            Raw.Answer none = raw.send(Raw.request("GET /admin/api/overview", "localhost", ""));
            assertThat(none.status()).isEqualTo(401);

            assertThat(logged.of("operator.refused")).isEmpty();
        }
    }

    /** By which this machine is not on loopback. */
    private static Optional<InetAddress> ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address)
                .filter(address -> !address.isLoopbackAddress())
                .findFirst();
    }

    private static String status(InetAddress address, int port, String request) throws IOException {
        try (var socket = new Socket(address, port)) {
            socket.getOutputStream()
                    .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(0, answer.indexOf("\r\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{admin-token: short}', management.admin-token",
        "'{viewer-token: a-viewer-token-of-this-test-32-characters}', management.viewer-token",
        "'{admin-token: one-token-for-both-roles-of-32-characters, viewer-token: one-token-for-both-roles-of-32-characters}',"
                + " management.viewer-token",
        "'{base-url: \"http://admin.example.com\"}', management.base-url",
        "'{base-url: \"https://admin.example.com/path\"}', management.base-url"
    })
    void aWrongSettingStopsTheStartAndShowsNoToken(String settings, String named)
            throws IOException {
        Path file = Files.writeString(folder.resolve("keystile.yaml"), "management: " + settings);

        assertThatThrownBy(() -> AppConfig.read(Map.of(), file))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(named)
                .hasMessageNotContaining("one-token")
                .hasMessageNotContaining("a-viewer-token");
    }
}
