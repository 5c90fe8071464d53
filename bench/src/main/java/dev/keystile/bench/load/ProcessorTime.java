package dev.keystile.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long processors worked for something, as Linux counts it: in hundredths of a second.
 *
 * @param user in the program itself, in seconds
 * @param system in the kernel on its behalf, in seconds
 */
record ProcessorTime(double user, double system) {
    private static final double TICKS_A_SECOND = 100;

    /** Of a process and its descendants, since each began. */
    static ProcessorTime of(ProcessHandle process) throws IOException {
        var sum = new ProcessorTime(0, 0);
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            sum = sum.plus(read(Path.of("/proc/" + each.pid() + "/stat")));
        }
        return sum;
    }

    /** Of the threads of a process that are still there and have such a name. */
    static ProcessorTime of(ProcessHandle process, Pattern threads) throws IOException {
        var sum = new ProcessorTime(0, 0);
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                String name = Files.readString(task.resolve("comm")).strip();
                if (threads.matcher(name).matches()) {
                    sum = sum.plus(read(task.resolve("stat")));
                }
            }
        }
        return sum;
    }

    private static ProcessorTime read(Path stat) throws IOException {
        String line = Files.readString(stat);
        // The second field is the name in brackets and may hold blanks; the 14th and 15th are ours.
        List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        return new ProcessorTime(
                Long.parseLong(fields.get(11)) / TICKS_A_SECOND,
                Long.parseLong(fields.get(12)) / TICKS_A_SECOND);
    }

    double both() {
        return user + system;
    }

    ProcessorTime plus(ProcessorTime other) {
        return new ProcessorTime(user + other.user, system + other.system);
    }

    ProcessorTime minus(ProcessorTime other) {
        return new ProcessorTime(user - other.user, system - other.system);
    }
}
