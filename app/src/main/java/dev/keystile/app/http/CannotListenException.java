package dev.keystile.app.http;

import java.io.Serial;

/** A socket could not be opened. The message is one line for the person who started the server. */
public final class CannotListenException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    CannotListenException(Listener listener) {
        super(
                "cannot listen on "
                        + listener.host()
                        + ":"
                        + listener.port()
                        + ": the port is in use, or the host is none of this machine's; set "
                        + listener.setting()
                        + " to another one");
    }
}
