package dev.keystile.app.check;

/** How one check ended. */
sealed interface CheckResult<T> {
    /** It passed, and this is what it found. */
    record Passed<T>(T value) implements CheckResult<T> {}

    /** It failed. */
    record Failed<T>(String name, String reason) implements CheckResult<T> {}

    /** What the check found; a later check that asks for what is not there was not reached. */
    default T need() {
        return switch (this) {
            case Passed<T>(T value) -> value;
            case Failed<T>(String name, _) ->
                    throw new CheckFailedException(
                            "not reached: \"" + name + "\" has to pass first");
        };
    }
}
