package dev.keystile.mcp.bridge;

/** Whether a request may go upstream, and with whose key. */
sealed interface Admission {
    /** It may. */
    record Admitted(Call call) implements Admission {}

    /**
     * It may not; this is the answer.
     *
     * @param why for those who watch
     */
    record Refused(Reply reply, String why) implements Admission {}
}
