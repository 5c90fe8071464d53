package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final long MEGABYTE = 1024 * 1024;

    private final Lookout lookout = new Lookout();

    private void commits(int commits) {
        IntStream.range(0, commits).forEach(_ -> lookout.committed());
    }

    @Test
    void fileIsLookedAtWhenItIsOpened() {
        assertThat(lookout.due()).isTrue();
    }

    @Test
    void smallFileIsLookedAtAfterEveryCommit() {
        lookout.foundNothing(64 * MEGABYTE - 1);
        assertThat(lookout.due()).isTrue();
    }

    @Test
    void largeFileIsLookedAtAfterMoreCommits() {
        lookout.foundNothing(640 * MEGABYTE);
        commits(9);
        assertThat(lookout.due()).isFalse();
        commits(1);
        assertThat(lookout.due()).isTrue();
    }

    @Test
    void fileThatWasLookedAtLateIsDueAsLateAgain() {
        commits(100);
        lookout.foundNothing(128 * MEGABYTE);
        commits(1);
        assertThat(lookout.due()).isFalse();
    }
}
