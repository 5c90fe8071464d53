package dev.keystile.bench.load;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the ratios of a job's report beside what is to be reached.
 *
 * @param folder where the pictures go, in PNG
 */
record Plot(Path folder) {
    private static final int HEIGHT = 800;
    private static final int MARGIN = 240;
    private static final int WIDTH_OF_A_BAR = 70;
    private static final Color BLUE = new Color(0x4e79a7);
    private static final Color RED = new Color(0xd62728);

    /** A picture for each table of ratios: {@code calls.png}, and {@code calls-2.png} for more. */
    void draw(String job, String report) throws IOException {
        Files.createDirectories(folder);
        List<Ratios> tables = Ratios.in(report);
        for (int i = 0; i < tables.size(); i++) {
            String name = i == 0 ? job : job + "-" + (i + 1);
            BitmapEncoder.saveBitmap(
                    chart(job, tables.get(i)),
                    folder.resolve(name).toString(),
                    BitmapEncoder.BitmapFormat.PNG);
        }
    }

    private static CategoryChart chart(String job, Ratios ratios) {
        List<String> names = ratios.lines().stream().map(Ratios.Line::name).toList();
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(MARGIN + WIDTH_OF_A_BAR * names.size())
                        .height(HEIGHT)
                        .title(job)
                        .yAxisTitle(ratios.to())
                        .build();
        style(chart.getStyler());
        bars(chart, names, ratios);
        targets(chart, names, names.stream().map(name -> Targets.of(job, name)).toList());
        return chart;
    }

    private static void style(CategoryStyler styler) {
        styler.setOverlapped(true)
                .setAvailableSpaceFill(0.6)
                .setXAxisLabelRotation(90)
                .setXAxisLabelAlignmentVertical(AxesChartStyler.TextAlignment.Right)
                .setYAxisDecimalPattern("0.0##")
                .setYAxisMin(0.0)
                .setErrorBarsColor(Color.BLACK)
                .setPlotGridVerticalLinesVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(LegendPosition.OutsideS);
    }

    /**
     * Error bars may only be as long on both sides, so those of an unseen series stand for them.
     */
    private static void bars(CategoryChart chart, List<String> names, Ratios ratios) {
        chart.addSeries(
                        "median of the rounds, with least and most",
                        names,
                        values(ratios, Spread::median))
                .setFillColor(BLUE);
        CategorySeries range =
                chart.addSeries(
                        "range",
                        names,
                        values(ratios, ratio -> (ratio.most() + ratio.least()) / 2),
                        values(ratios, ratio -> (ratio.most() - ratio.least()) / 2));
        range.setShowInLegend(false);
        points(range, SeriesMarkers.NONE);
    }

    private static List<Double> values(Ratios ratios, ToDoubleFunction<Spread> of) {
        return ratios.lines().stream().map(line -> of.applyAsDouble(line.ratio())).toList();
    }

    private static void targets(
            CategoryChart chart, List<String> names, List<Optional<Double>> targets) {
        if (targets.stream().anyMatch(Optional::isPresent)) {
            CategorySeries series =
                    chart.addSeries(
                            "to be reached",
                            names,
                            // XChart leaves out what is null.
                            targets.stream().map(target -> target.orElse(null)).toList());
            series.setMarkerColor(RED);
            points(series, SeriesMarkers.DIAMOND);
        }
    }

    private static void points(CategorySeries series, Marker marker) {
        series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        series.setMarker(marker);
    }
}
