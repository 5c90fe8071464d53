package dev.keystile.app.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One block of a text in PEM (RFC 7468); text around the blocks is skipped.
 *
 * @param base64 DER, which may be a secret
 */
record Pem(String label, String base64) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*)-----END \\1-----");

    /** All of them, in order. */
    static List<Pem> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Pem(found.group(1), found.group(2).replaceAll("\\s", "")))
                .toList();
    }

    /**
     * What is in it.
     *
     * @throws IllegalArgumentException when it is no base64
     */
    byte[] content() {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
        return "Pem[" + label + "]";
    }
}
