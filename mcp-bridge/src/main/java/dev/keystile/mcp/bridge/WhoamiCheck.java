package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.KeyCheck;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks a URL of the upstream's whose API key it is. */
record WhoamiCheck(Connector connector, UpstreamClient client, KeyCheckMethod.Whoami whoami) {
    /** Largest answer that is read. */
    static final int MAX_BYTES = 64 << 10;

    private static final Header ACCEPT_JSON =
            HeaderValues.createCached(HeaderNames.ACCEPT, "application/json");
    private static final byte[] EMPTY = {};

    /** The key with its owner and no tools, or what speaks against it. */
    KeyCheck ask(Secret apiKey) throws IOException {
        Upstream at = client.upstream().at(whoami.url());
        UpstreamRequest call = client.request(Method.GET, at).header(ACCEPT_JSON);
        call.headers().set(at.keyField(apiKey));
        try (UpstreamAnswer answer = client.send(call, EMPTY)) {
            return switch (answer.status()) {
                case 200 -> read(answer);
                case 401, 403 -> new KeyCheck.Rejected();
                default -> new KeyCheck.Unavailable("whoami: status " + answer.status());
            };
        }
    }

    private KeyCheck read(UpstreamAnswer answer) throws IOException {
        byte[] body = new BoundedInputStream(answer.body(), MAX_BYTES).readAllBytes();
        return Json.object(body)
                .flatMap(this::owner)
                .<KeyCheck>map(owner ->
                        new KeyCheck.Accepted(owner, connector.displayName(), List.of(), false))
                .orElseGet(() -> new KeyCheck.Unavailable("whoami: no user id at the pointer"));
    }

    private Optional<UserId> owner(JsonObject answer) {
        return switch (at(whoami.owner(), answer)) {
            case JsonString text -> UserId.parse(text.getString());
            case JsonNumber number -> UserId.parse(number.toString());
            default -> Optional.empty();
        };
    }

    private static JsonValue at(String pointer, JsonObject answer) {
        try {
            return jakarta.json.Json.createPointer(pointer).getValue(answer);
        } catch (JsonException nothingThere) {
            return JsonValue.NULL;
        }
    }
}
