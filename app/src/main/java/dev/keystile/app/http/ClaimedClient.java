package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Which client a request says it is from, before anybody has checked that. */
final class ClaimedClient {
    private static final String BASIC = "basic ";

    private ClaimedClient() {}

    /** Its id; empty when it names none that can be read. */
    static String of(ClientRequest request) {
        String named = request.parameters().value("client_id");
        Secret authorization = request.authorization();
        if (named != null) {
            return named;
        }
        return authorization == null ? "" : basic(authorization.reveal());
    }

    private static String basic(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return "";
        }
        try {
            byte[] pair =
                    Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? "" : text.substring(0, colon);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
