package dev.keystile.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file of settings, and the certificates that it names. They are told apart by what is in them:
 * where a folder is swapped as a whole, as Kubernetes does, times say nothing. For one thread.
 */
final class ConfigFiles {
    private final Map<String, String> environment;
    private final @Nullable Path file;
    private String looked = "";
    private List<Path> named = List.of();

    ConfigFiles(Map<String, String> environment, @Nullable Path file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    /** Of all of them; empty without a file. */
    String digest() {
        Path settings = file;
        if (settings == null) {
            return "";
        }
        String own = digest(content(settings));
        if (!own.equals(looked)) {
            named = named();
            looked = own;
        }
        StringBuilder all = new StringBuilder(own);
        named.forEach(each -> all.append(' ').append(digestOf(each)));
        return digest(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Of one. */
    static String digestOf(Path file) {
        return digest(content(file));
    }

    private List<Path> named() {
        List<Path> found = new ArrayList<>();
        try {
            var reader = new SettingReader(Values.read(environment, file));
            add(reader, found);
            reader.connectors().forEach(connector -> add(connector, found));
        } catch (InvalidSettingException e) {
            // Whoever reads it says so.
            return List.of();
        }
        return List.copyOf(found);
    }

    private static void add(SettingReader reader, List<Path> found) {
        String text = reader.text(Setting.CONNECTOR_TRUST_FILE);
        try {
            if (!text.isEmpty()) {
                found.add(Path.of(text));
            }
        } catch (InvalidPathException e) {
            // No file has this name.
        }
    }

    /** One that is not there is another than one that is empty. */
    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[] {0};
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
