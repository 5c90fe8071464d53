package dev.keystile.app.config;

import dev.keystile.oauth.api.Quota;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How quotas are written: an amount and a time, such as {@code 60/h}, or {@code none}. */
public final class QuotaText {
    private static final Pattern QUOTA = Pattern.compile("([0-9]{1,10})/(1|[0-9]{0,9})(s|m|h|d)");

    private QuotaText() {}

    /**
     * Reads one; null is no limit.
     *
     * @throws IllegalArgumentException with what was expected, for anything else
     */
    public static @Nullable Quota parse(String text) {
        if (text.equals("none")) {
            return null;
        }
        Matcher matcher = QUOTA.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected an amount and a time, such as 60/1h or 10/m, or none");
        }
        return new Quota(Long.parseLong(matcher.group(1)), window(matcher));
    }

    private static Duration window(Matcher matcher) {
        String count = matcher.group(2);
        long units = count.isEmpty() ? 1 : Long.parseLong(count);
        return switch (matcher.group(3)) {
            case "s" -> Duration.ofSeconds(units);
            case "m" -> Duration.ofMinutes(units);
            case "h" -> Duration.ofHours(units);
            default -> Duration.ofDays(units);
        };
    }

    /** As it is read. */
    public static String print(@Nullable Quota quota) {
        return quota == null ? "none" : quota.amount() + "/" + quota.window().toSeconds() + "s";
    }
}
