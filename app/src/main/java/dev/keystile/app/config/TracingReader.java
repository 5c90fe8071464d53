package dev.keystile.app.config;

import dev.keystile.app.trace.TracingSettings;
import dev.keystile.oauth.api.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads where traces go. No message shows a header or the URL, which may hold secrets. */
final class TracingReader {
    private static final String PATH = "/v1/traces";
    private static final String NAME = "[A-Za-z0-9_-]+";

    private TracingReader() {}

    /** Null when they go nowhere. */
    static @Nullable TracingSettings read(SettingReader reader) {
        Map<String, Secret> headers = headers(reader);
        double sample = sample(reader);
        String name =
                reader.matching(
                        Setting.TRACING_SERVICE_NAME,
                        "[ -~]{1,128}",
                        "1 to 128 printable characters");
        URI endpoint = endpoint(reader);
        return endpoint == null
                ? null
                : new TracingSettings(traces(endpoint), headers, sample, name);
    }

    private static @Nullable URI endpoint(SettingReader reader) {
        try {
            URI url = reader.url(Setting.TRACING_ENDPOINT);
            if (url == null || url.getRawQuery() == null) {
                return url;
            }
        } catch (InvalidSettingException e) {
            throw wrong(reader);
        }
        throw wrong(reader);
    }

    private static InvalidSettingException wrong(SettingReader reader) {
        return reader.problem(
                Setting.TRACING_ENDPOINT, "expected an http or https URL without user and query");
    }

    /** The endpoint is that of all signals; each has a path under it. */
    private static URI traces(URI endpoint) {
        String base = endpoint.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH);
    }

    private static double sample(SettingReader reader) {
        return Double.parseDouble(
                reader.matching(
                        Setting.TRACING_SAMPLE,
                        "0(\\.[0-9]{1,9})?|1(\\.0{1,9})?",
                        "a number from 0 to 1"));
    }

    private static Map<String, Secret> headers(SettingReader reader) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String pair : reader.list(Setting.TRACING_HEADERS)) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, Math.max(equals, 0)).strip();
            String value = decoded(pair.substring(equals + 1).strip());
            if (!name.matches(NAME) || !value.matches("[!-~]([ -~]*[!-~])?")) {
                throw reader.problem(
                        Setting.TRACING_HEADERS,
                        "expected name=value pairs, separated by commas, values URL-encoded");
            }
            headers.put(name, Secret.of(value));
        }
        return headers;
    }

    /** A plus sign stands for itself there. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
