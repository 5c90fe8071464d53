package dev.keystile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
    private static final Contest CONTEST =
            new Contest(
                    List.of("nginx", "keystile", "another"),
                    new double[][] {{1000, 500, 2000}, {1000, 400, 3000}, {1000, 700, 2500}});
    private static final String REPORT =
            "| connections | through | calls/s, median | to nginx |\n|---|---|---|---|\n"
                    + CONTEST.lines("16", "nginx")
                    + "\n| what | median | least..most |\n|---|---|---|\n| a start | 12 | 10..14 |\n";

    private static final int BAR = 0x4e79a7;

    @TempDir Path folder;

    @Test
    void ratiosAreReadAsTheContestWritesThem() {
        assertThat(Ratios.in(REPORT))
                .containsExactly(
                        new Ratios(
                                "to nginx",
                                List.of(
                                        new Ratios.Line(
                                                "16, keystile",
                                                CONTEST.ratios("keystile", "nginx")),
                                        new Ratios.Line("16, another", new Spread(2, 2.5, 3)))));
    }

    @Test
    void aReportWithoutRatiosHasNoPicture() throws IOException {
        new Plot(folder).draw("start", "| what | median |\n|---|---|\n| a start | 12 |\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void barsReachAsHighAsTheRatios() throws IOException {
        new Plot(folder).draw("calls", REPORT + "\n" + REPORT);
        assertThat(folder).isDirectoryContaining("glob:**/calls-2.png");
        BufferedImage picture = ImageIO.read(folder.resolve("calls.png").toFile());
        int half = picture.getWidth() / 2;
        double left = highest(picture, 0, half);
        double right = highest(picture, half, picture.getWidth());
        assertThat(right / left).as("2.5 beside 0.5").isBetween(3.5, 6.5);
    }

    /**
     * The most pixels in one column that have the colour of bars, a mark in the legend among them.
     */
    private static int highest(BufferedImage picture, int from, int to) {
        return IntStream.range(from, to)
                .map(x ->
                        (int)
                                IntStream.range(0, picture.getHeight())
                                        .filter(y -> (picture.getRGB(x, y) & 0xffffff) == BAR)
                                        .count())
                .max()
                .orElseThrow();
    }
}
