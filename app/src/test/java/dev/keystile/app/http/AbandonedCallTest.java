package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves a call at the real server, in whatever state the call is. */
@Timeout(60)
class AbandonedCallTest {
    private static final String JSON =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
    private static final String HALF = "6\r\ndata: \r\n";
    private static final String CHUNK = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

    /** Where the call is when its client leaves, and what the client has seen by then. */
    enum State {
        WAITING_FOR_THE_HEAD(_ -> {}, ""),
        READING_JSON(HeldUpstream.saying(JSON), ""),
        ON_A_QUIET_STREAM(HeldUpstream.saying(HeldUpstream.EVENTS), ":\n\n"),
        IN_THE_MIDDLE_OF_AN_EVENT(HeldUpstream.saying(HeldUpstream.EVENTS + HALF), "data: "),
        WRITING_TO_A_CLIENT_THAT_DOES_NOT_READ(AbandonedCallTest::flood, "xx");

        private final HeldUpstream.Answer answer;
        private final String seen;

        State(HeldUpstream.Answer answer, String seen) {
            this.answer = answer;
            this.seen = seen;
        }
    }

    /** How it leaves. */
    enum Leaving {
        CLOSING {
            @Override
            void leave(Socket client) throws IOException {
                client.close();
            }
        },
        RESETTING {
            @Override
            void leave(Socket client) throws IOException {
                client.setSoLinger(true, 0);
                client.close();
            }
        },
        CLOSING_ITS_SIDE {
            @Override
            void leave(Socket client) throws IOException {
                client.shutdownOutput();
            }
        };

        abstract void leave(Socket client) throws IOException;
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(State.values())
                .flatMap(state ->
                        Stream.of(Leaving.values()).map(leaving -> Arguments.of(state, leaving)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    @DisplayName("GW-M-05, GW-L-07, W-23: a client that leaves takes its call with it")
    void theUpstreamIsLeftToo(State state, Leaving leaving) throws Exception {
        try (var upstream = new HeldUpstream(state.answer);
                var site = new BridgedSite(upstream.uri());
                var client = site.call("POST", "application/json")) {
            assertThat(upstream.asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            BridgedSite.read(client, state.seen);

            leaving.leave(client);

            assertThat(upstream.left.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Never ends, so that it blocks as soon as nobody reads. */
    private static void flood(Socket socket) throws IOException {
        HeldUpstream.say(socket, HeldUpstream.EVENTS);
        while (true) {
            HeldUpstream.say(socket, CHUNK);
        }
    }
}
