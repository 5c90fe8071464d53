package dev.keystile.app.config;

import dev.keystile.app.tls.CertificateChain;
import dev.keystile.app.tls.TlsIdentity;
import dev.keystile.oauth.api.Issuer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of the gateway's own certificate. They may be replaced while it runs, so they are read
 * by whoever serves with them and not with the other settings. No message shows what is in them.
 *
 * @param certificate the chain in PEM, the gateway's own first
 * @param key in PEM, without a passphrase
 * @param host that the certificate has to be for
 */
public record TlsFiles(Path certificate, Path key, String host) {
    /** Null when there are none: then somebody else speaks TLS. */
    static @Nullable TlsFiles of(SettingReader reader, Issuer issuer) {
        if (!named(reader)) {
            needless(reader, Setting.TLS_KEY_FILE, Setting.TLS_CERTIFICATE_FILE);
            return null;
        }
        needless(reader, Setting.TLS_CERTIFICATE_FILE, Setting.TLS_KEY_FILE);
        if (!issuer.https()) {
            throw reader.problem(
                    Setting.BASE_URL,
                    "expected an https URL, since "
                            + Setting.TLS_CERTIFICATE_FILE
                            + " is set and the port speaks nothing else");
        }
        return new TlsFiles(
                path(reader, Setting.TLS_CERTIFICATE_FILE),
                path(reader, Setting.TLS_KEY_FILE),
                URI.create(issuer.value()).getHost());
    }

    /** Whether there are some. */
    static boolean named(SettingReader reader) {
        return !reader.text(Setting.TLS_CERTIFICATE_FILE).isEmpty();
    }

    private static void needless(SettingReader reader, Setting set, Setting unset) {
        if (!reader.text(set).isEmpty() && reader.text(unset).isEmpty()) {
            throw reader.problem(unset, "expected a file, since " + set + " is set");
        }
    }

    private static Path path(SettingReader reader, Setting setting) {
        try {
            return Path.of(reader.text(setting));
        } catch (InvalidPathException e) {
            throw reader.problem(setting, "expected a file");
        }
    }

    /**
     * Reads them. When the certificate ends is not looked at.
     *
     * @throws InvalidSettingException when they are not what they should be, do not go together, or
     *     are for another host
     */
    public TlsIdentity read() {
        CertificateChain chain =
                checked(
                        Setting.TLS_CERTIFICATE_FILE,
                        () ->
                                CertificateChain.parse(
                                        content(Setting.TLS_CERTIFICATE_FILE, certificate)));
        if (!chain.covers(host)) {
            throw new InvalidSettingException(
                    Setting.TLS_CERTIFICATE_FILE,
                    "expected a certificate for "
                            + host
                            + ", the host of "
                            + Setting.BASE_URL
                            + ", found one for "
                            + (chain.names().isEmpty()
                                    ? "no name"
                                    : String.join(", ", chain.names())));
        }
        return checked(
                Setting.TLS_KEY_FILE,
                () -> TlsIdentity.of(chain, content(Setting.TLS_KEY_FILE, key)));
    }

    /** Tells what would be read now from what was read before. */
    public String digest() {
        return ConfigFiles.digestOf(certificate) + ConfigFiles.digestOf(key);
    }

    /** Whether any user of this machine may read the key; false where nobody can say. */
    public boolean keyIsOpen() {
        try {
            return Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static String content(Setting setting, Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    setting, "expected a file that can be read, found '" + file + "'");
        }
    }

    private static <T> T checked(Setting setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(setting, String.valueOf(e.getMessage()));
        }
    }
}
