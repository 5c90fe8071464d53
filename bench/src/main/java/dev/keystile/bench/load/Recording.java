package dev.keystile.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;
import one.convert.Frame;

/** Where a JVM's processors worked and who took its heap, by samples. */
final class Recording {
    private static final int MOST_LINES = 25;
    private static final Pattern HIDDEN = Pattern.compile("[./]0x[0-9a-f]+$");

    /**
     * A thread's first sample stands for all that the thread has ever allocated; after so long each
     * that matters has had its first.
     */
    private static final Duration FIRST_SAMPLES = Duration.ofMillis(500);

    private final Shares timeOfParts = new Shares();
    private final Shares timeOfMethods = new Shares();
    private final Shares bytesOfParts = new Shares();
    private final Shares bytesOfTypes = new Shares();
    private final FlameGraph timeFlames = flames("Time of processors");
    private final FlameGraph byteFlames = flames("Bytes of heap");
    private int samples;
    private long lost;

    private Recording() {}

    private static FlameGraph flames(String title) {
        return new FlameGraph(new Arguments("--title", title));
    }

    static Recording read(Path file) throws IOException {
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        Instant began =
                events.stream()
                        .map(RecordedEvent::getStartTime)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(() -> new IOException("nothing was recorded"));
        var recording = new Recording();
        events.forEach(event -> recording.take(event, began.plus(FIRST_SAMPLES)));
        return recording;
    }

    private void take(RecordedEvent event, Instant bytesFrom) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample" -> takeTime(event);
            case "jdk.CPUTimeSamplesLost" -> lost += event.getLong("lostSamples");
            case "jdk.ObjectAllocationSample" -> {
                if (event.getStartTime().isAfter(bytesFrom)) {
                    takeBytes(event);
                }
            }
            default -> throw new IllegalStateException("recorded unasked: " + event);
        }
    }

    /** A sample stands for the time since the one before, which is longer when ticks are coarse. */
    private void takeTime(RecordedEvent sample) {
        List<String> methods = methods(sample);
        samples++;
        if (methods.isEmpty()) {
            lost++;
            return;
        }
        long nanos = sample.getDuration("samplingPeriod").toNanos();
        timeOfParts.add(Part.of(methods).text(), nanos);
        timeOfMethods.add(methods.getFirst(), nanos);
        timeFlames.addSample(stack(sample), nanos / 1000);
    }

    private void takeBytes(RecordedEvent sample) {
        List<String> methods = methods(sample);
        long bytes = sample.getLong("weight");
        String owner =
                methods.stream()
                        .filter(method -> Part.of(method) != Part.JDK)
                        .findFirst()
                        .orElse(Part.JDK.text());
        bytesOfParts.add(Part.of(methods).text(), bytes);
        bytesOfTypes.add(sample.getClass("objectClass").getName() + " in " + owner, bytes);
        if (!methods.isEmpty()) {
            byteFlames.addSample(stack(sample), bytes);
        }
    }

    /** From the innermost on; none where the stack could not be read. */
    private static List<String> methods(RecordedEvent sample) {
        return sample.getStackTrace() == null
                ? List.of()
                : sample.getStackTrace().getFrames().stream().map(Recording::method).toList();
    }

    /** Hidden classes without the number that each has of its own. */
    private static String method(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return HIDDEN.matcher(type).replaceFirst("") + "." + frame.getMethod().getName();
    }

    private static CallStack stack(RecordedEvent sample) {
        var stack = new CallStack();
        for (RecordedFrame frame : sample.getStackTrace().getFrames().reversed()) {
            stack.push(method(frame), kind(frame));
        }
        return stack;
    }

    /** As the flame graph tells them apart by colour. */
    private static byte kind(RecordedFrame frame) {
        return switch (frame.getType()) {
            case "Inlined" -> Frame.TYPE_INLINED;
            case "Interpreted" -> Frame.TYPE_INTERPRETED;
            case "Native" -> Frame.TYPE_NATIVE;
            default -> Frame.TYPE_JIT_COMPILED;
        };
    }

    /** Writes {@code time.html} and {@code bytes.html}. */
    void draw(Path folder) throws IOException {
        draw(timeFlames, folder.resolve("time.html"));
        draw(byteFlames, folder.resolve("bytes.html"));
    }

    private static void draw(FlameGraph flames, Path file) throws IOException {
        try (var out = new PrintStream(file.toFile(), "UTF-8")) {
            flames.dump(out);
        }
    }

    /** Out of a hundred, of all time that Java's threads had. */
    double percentOfTime(Part part) {
        return timeOfParts.percent(part.text());
    }

    /** Tables of the parts, of the methods that ran, and of the types that were made. */
    String markdown() {
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Where Java's threads spend it: %,d samples, and %,d more that could not be taken.%n%n",
                        samples,
                        lost));
        text.append("| part | of the time, % | of the bytes, % |\n|---|---|---|\n");
        for (Part part : Part.values()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f | %.1f |%n",
                            part.text(),
                            percentOfTime(part),
                            bytesOfParts.percent(part.text())));
        }
        return text.append(table("what ran | of the time, %", timeOfMethods))
                .append(table("what was made | of the bytes, %", bytesOfTypes))
                .toString();
    }

    private static String table(String head, Shares shares) {
        var table = new StringBuilder("\n| " + head + " |\n|---|---|\n");
        for (String name : shares.largest(MOST_LINES)) {
            table.append(
                    String.format(Locale.ROOT, "| `%s` | %.1f |%n", name, shares.percent(name)));
        }
        return table.toString();
    }
}
