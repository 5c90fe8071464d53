package dev.keystile.mcp.bridge;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids that nobody can guess and no other node gives out. */
final class UniqueIds {
    private static final int BYTES = 12;

    private final SecureRandom random;

    UniqueIds(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return "keystile-" + HexFormat.of().formatHex(bytes);
    }
}
