package dev.keystile.oauth.impl.rfc7523;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final String URI = "https://client.example/jwks.json";

    private final InMemoryServer gateway = new InMemoryServer();
    private final Signer signer = Signer.registered(gateway, SigningKeys.P256);
    private final Signer publishing = Signer.publishing(gateway, URI, SigningKeys.P256);

    @Test
    @DisplayName("AS-T-07, SEC-09: the log says why, and shows nothing of what was sent")
    void theLogSaysWhy() {
        String good = signer.draft().claim("jti", "find-me").signedBy(SigningKeys.P256);
        String forged = signer.draft().claim("jti", "find-me").signedBy(SigningKeys.OTHER_P256);
        String stranger =
                signer.draft()
                        .claim("iss", "find-me")
                        .claim("sub", "find-me")
                        .signedBy(SigningKeys.P256);

        List<String> lines =
                logged(() -> {
                    signer.send(good);
                    signer.send(good);
                    signer.send(forged);
                    signer.send(stranger);
                    publishing.send(publishing.assertion());
                });

        String rejected = "client.rejected error=invalid_client client=" + id(signer) + " reason=";
        assertThat(lines)
                .anyMatch(line -> line.contains(rejected + "used before"))
                .anyMatch(line -> line.contains(rejected + "no key of this client signed it"))
                .anyMatch(line -> line.contains("client=unknown reason=not registered here"))
                .anyMatch(line ->
                        line.contains(
                                "client.undecided client="
                                        + id(publishing)
                                        + " reason=no such URL in the test"));
        for (String secret : List.of(good, forged, stranger, "find-me", URI)) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    private static String id(Signer one) {
        return one.client().clientId().value();
    }

    private static List<String> logged(Runnable act) {
        List<String> lines = new ArrayList<>();
        Handler capture =
                new Handler() {
                    private final SimpleFormatter formatter = new SimpleFormatter();

                    @Override
                    public void publish(LogRecord entry) {
                        lines.add(formatter.formatMessage(entry));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger("dev.keystile.oauth.impl");
        logger.addHandler(capture);
        try {
            act.run();
        } finally {
            logger.removeHandler(capture);
        }
        return lines;
    }
}
