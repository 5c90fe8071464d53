package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

@ServerTest
class GatewayTest {
    private final Http1Client client;

    GatewayTest(Http1Client client) {
        this.client = client;
    }

    @SetUpRoute
    static void routes(HttpRouting.Builder routing) {
        Gateway.routes(routing);
    }

    @Test
    void startPageIsTitled() {
        var page = Jsoup.parse(client.get("/").requestEntity(String.class));

        assertThat(page.title()).isEqualTo("Keystile");
    }
}
