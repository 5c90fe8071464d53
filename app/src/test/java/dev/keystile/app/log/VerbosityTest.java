package dev.keystile.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.lang.System.Logger.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How levels are changed while the gateway runs. */
class VerbosityTest {
    private static final String SOME = "dev.keystile.app.log.some";

    private final Verbosity verbosity = new Verbosity();
    private final System.Logger logger = System.getLogger(SOME + ".one");

    @AfterEach
    void unset() {
        verbosity.unset(SOME);
    }

    @Test
    void aLevelIsInForceAtOnceForALoggerAndThoseUnderIt() {
        assertThat(logger.isLoggable(Level.DEBUG)).isFalse();

        assertThat(verbosity.set(SOME, Level.DEBUG)).isTrue();
        assertThat(logger.isLoggable(Level.DEBUG)).isTrue();
        assertThat(verbosity.levels()).containsExactly(entry(SOME, Level.DEBUG));

        verbosity.unset(SOME);
        assertThat(logger.isLoggable(Level.DEBUG)).isFalse();
        assertThat(verbosity.levels()).isEmpty();
    }

    @Test
    void loggersOfOthersAreLeftAlone() {
        assertThat(verbosity.set("org.redisson", Level.ALL)).isFalse();
        assertThat(verbosity.set("dev.keystiles", Level.ALL)).isFalse();
        assertThat(verbosity.levels()).isEmpty();
    }
}
