package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 sections 4.2 and 5.2.2, within this server's own limits. */
class FreshnessTest {
    private static final String DATE = "Date: Wed, 25 Nov 2026 08:00:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what is said | seconds
                "X: y | 3600",
                "Cache-Control: public | 3600",
                "Cache-Control: max-age=300 | 300",
                "Cache-Control: max-age=301 | 301",
                "Cache-Control: max-age=299 | 300",
                "Cache-Control: max-age=0 | 300",
                "Cache-Control: max-age=86400 | 86400",
                "Cache-Control: max-age=86401 | 86400",
                "Cache-Control: max-age=86399 | 86399",
                "Cache-Control: max-age=99999999999999999999 | 86400",
                "Cache-Control: max-age=-1 | 300",
                "Cache-Control: max-age | 300",
                "Cache-Control: max-age=soon | 300",
                "Cache-Control: public, MAX-AGE=\"7200\", must-revalidate | 7200",
                "Cache-Control: no-store | 30",
                "Cache-Control: no-cache | 30",
                "Cache-Control: max-age=7200, no-cache | 30",
                "Cache-Control: private, No-Store | 30"
            })
    @DisplayName("AS-C-08: Cache-Control counts, from 5 minutes to a day")
    void cacheControl(String header, long seconds) {
        assertThat(of(header)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 7200", "1000, 6200", "6900, 300", "7000, 300", "later, 7200"})
    @DisplayName("AS-C-08: time spent in a cache before this one counts")
    void age(String age, long seconds) {
        assertThat(of("Cache-Control: max-age=7200", "Age: " + age))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Expires: Wed, 25 Nov 2026 10:00:00 GMT | 7200",
                "Expires: Wed, 25 Nov 2026 07:00:00 GMT | 300",
                "Expires: Fri, 27 Nov 2026 08:00:00 GMT | 86400",
                "Expires: 0 | 300"
            })
    @DisplayName("AS-C-08: so does Expires where nothing newer is said")
    void expires(String header, long seconds) {
        assertThat(of(DATE, header)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(of(DATE, header, "Cache-Control: max-age=600"))
                .isEqualTo(Duration.ofSeconds(600));
        assertThat(of(header)).isEqualTo(Duration.ofHours(1));
    }

    private static Duration of(String... headers) {
        BasicHttpResponse response = new BasicHttpResponse(200);
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            response.addHeader(parts[0], parts[1]);
        }
        return Freshness.of(response);
    }
}
