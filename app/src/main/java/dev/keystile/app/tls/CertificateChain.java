package dev.keystile.app.tls;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The certificates that a server shows: its own, and those that lead to one that clients know.
 *
 * @param certificates at least one; the first is the server's own
 */
public record CertificateChain(List<X509Certificate> certificates) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String EXPECTED = "expected a certificate chain in PEM";

    /** Copies the list. */
    public CertificateChain {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /**
     * Those in a text, whatever else is in it.
     *
     * @throws IllegalArgumentException when there is none, or one that cannot be read
     */
    public static CertificateChain parse(String pem) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return new CertificateChain(
                    Pem.blocks(pem).stream()
                            .filter(block -> block.label().equals("CERTIFICATE"))
                            .map(block -> certificate(factory, block))
                            .toList());
        } catch (CertificateException e) {
            throw new IllegalStateException("every JDK has X.509", e);
        }
    }

    private static X509Certificate certificate(CertificateFactory factory, Pem block) {
        try {
            var content = new ByteArrayInputStream(block.content());
            return (X509Certificate) factory.generateCertificate(content);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    /** The server's own. */
    public X509Certificate own() {
        return certificates.getFirst();
    }

    /** When the last of them begins. */
    public Instant begins() {
        return certificates.stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** When the first of them ends. */
    public Instant ends() {
        return certificates.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Whether all of them are valid at a time; the last instant counts. */
    public boolean validAt(Instant time) {
        return !time.isAfter(ends()) && !time.isBefore(begins());
    }

    /**
     * The names that the server's own is for: DNS names, and IP addresses. The common name is none,
     * since no browser looks at it.
     */
    public List<String> names() {
        try {
            Collection<List<?>> all = own().getSubjectAlternativeNames();
            return Stream.ofNullable(all)
                    .flatMap(Collection::stream)
                    .filter(name -> List.of(DNS_NAME, IP_ADDRESS).contains(name.getFirst()))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /**
     * Whether it is for a host (RFC 9525 section 6): a name, or one label beside a wildcard; or an
     * IP address.
     *
     * @param host as in a URL, IPv6 with or without brackets
     */
    public boolean covers(String host) {
        String asked = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return names().stream().anyMatch(name -> fits(name.toLowerCase(Locale.ROOT), asked));
    }

    private static boolean fits(String name, String host) {
        if (isAddress(host)) {
            return isAddress(name)
                    && InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(host));
        }
        int dot = host.indexOf('.');
        return name.equals(host)
                || (name.startsWith("*.")
                        && dot > 0
                        && host.substring(dot).equals(name.substring(1)));
    }

    private static boolean isAddress(String text) {
        return text.contains(":") || text.matches("[0-9.]+");
    }
}
