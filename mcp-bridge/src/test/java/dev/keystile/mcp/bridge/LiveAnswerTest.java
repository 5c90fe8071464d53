package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.ProtectedResource;
import io.helidon.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several threads says what to a client. */
@Timeout(60)
class LiveAnswerTest {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final MovableClock clock = new MovableClock();
    private final Passed time = new Passed(clock);
    private final CountDownLatch opening = new CountDownLatch(1);
    private final CountDownLatch taken = new CountDownLatch(1);
    private final List<String> sent = new ArrayList<>();

    /** A client that takes the opening of a stream when the test says so. */
    private final McpResponse client =
            new McpResponse() {
                @Override
                public void send(int status, Map<String, String> headers, byte[] body) {
                    sent.add(new String(body, StandardCharsets.UTF_8));
                }

                @Override
                public OutputStream stream(int status, Map<String, String> headers, long length) {
                    opening.countDown();
                    Fixture.await(taken);
                    return OutputStream.nullOutputStream();
                }
            };

    private LiveAnswer answer(String accepted) {
        var connector =
                Fixture.connector(
                        URI.create("http://127.0.0.1:1/mcp"), new ApiKeyHeader("x-api-key", null));
        var resource = new ProtectedResource(connector, "https://mcp.example.com/mcp", null);
        var request =
                new McpRequest(
                        "POST",
                        resource,
                        line -> line.accept("accept", accepted),
                        InputStream.nullInputStream());
        return new LiveAnswer(
                new Call.Granted(request, Method.POST, Fixture.access(resource, null, "Claude")),
                Fixture.call("echo").getBytes(StandardCharsets.UTF_8),
                client,
                StreamSettings.DEFAULTS,
                time);
    }

    private void wait(Duration howLong) {
        clock.advance(howLong);
        time.look();
    }

    @Test
    @DisplayName("A client that does not take the stream's opening holds one thread")
    void openingHoldsOneThread() throws Exception {
        LiveAnswer answer = answer("text/event-stream");
        wait(Duration.ofMinutes(1));
        var first = new FutureTask<>(() -> awake(answer));
        var second = new FutureTask<>(() -> awake(answer));
        Thread.ofVirtual().start(first);
        Fixture.await(opening);
        Thread.ofVirtual().start(second);

        assertThat(second.get()).isFalse();
        taken.countDown();
        assertThat(first.get()).isTrue();
    }

    private static boolean awake(LiveAnswer answer) throws IOException {
        answer.wake();
        return answer.isStream();
    }

    @Test
    @DisplayName("A call that is cancelled in the middle of a body has no second answer")
    void begunBodyIsNotAnsweredAgain() throws Exception {
        taken.countDown();
        LiveAnswer answer = answer("application/json");
        answer.stream(200, JSON, 9).write('{');

        assertThatThrownBy(answer::cancel).isInstanceOf(IOException.class);

        assertThat(sent).isEmpty();
    }

    @Test
    @DisplayName("One that waits without a stream is answered when it is cancelled")
    void waitingCallIsAnswered() throws Exception {
        LiveAnswer answer = answer("application/json");
        wait(Duration.ofMinutes(1));
        answer.wake();

        answer.cancel();

        assertThat(sent).hasSize(1).first().asString().contains("-32603");
    }
}
