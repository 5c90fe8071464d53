package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuditLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record of the audit log.
 *
 * @param mark random, so that no two nodes write the same record and take it for one
 * @param previous digest of the record before
 * @param digest of all the rest
 */
record AuditRecord(
        long number, Instant at, AuditLog.Deed deed, String mark, String previous, String digest) {
    /** A record that follows another one. */
    static AuditRecord following(
            long before, String previous, Instant at, AuditLog.Deed deed, String mark) {
        // As it will be read.
        Instant when = Instant.ofEpochMilli(at.toEpochMilli());
        var open = new AuditRecord(before + 1, when, deed, mark, previous, "");
        return new AuditRecord(before + 1, when, deed, mark, previous, open.computed());
    }

    /** The digest that it should have. */
    String computed() {
        return Digest.of(canonical().getBytes(StandardCharsets.UTF_8)).value();
    }

    /** Each field with its length, so that no two records have one text. */
    private String canonical() {
        return Stream.of(
                        Long.toString(number),
                        Long.toString(at.toEpochMilli()),
                        deed.who(),
                        deed.what(),
                        deed.subject(),
                        deed.detail(),
                        mark,
                        previous)
                .map(field -> field.length() + ":" + field + ",")
                .collect(Collectors.joining());
    }

    AuditLog.Entry entry() {
        return new AuditLog.Entry(number, at, deed, previous, digest);
    }
}
