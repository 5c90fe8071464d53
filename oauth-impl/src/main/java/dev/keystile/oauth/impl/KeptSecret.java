package dev.keystile.oauth.impl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The operator's secret in a file beside the store. It is text, less the line's end, and may become
 * a configured secret as it stands.
 */
record KeptSecret(StoreFolder folder) {
    /** The secret; empty when there is no file. */
    Optional<MasterSecret> read() {
        Path file = folder.secretFile();
        try {
            byte[] text = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
            return Optional.of(MasterSecret.of(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw OpenFailures.secretDamaged(file);
        } catch (IOException e) {
            throw OpenFailures.unreadable(file, e);
        }
    }

    /** Draws one and writes it down, to be on the disk before anything is sealed with it. */
    MasterSecret draw(SecureRandom random) {
        String text = Base64Url.encode(Crypto.random(random, MasterSecret.MIN_BYTES));
        folder.put(folder.secretFile(), fresh -> write(fresh, text + "\n"));
        return MasterSecret.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
