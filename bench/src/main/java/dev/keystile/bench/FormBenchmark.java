package dev.keystile.bench;

import dev.keystile.oauth.api.Parameters;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading what is sent to the token endpoint. */
@State(Scope.Thread)
public class FormBenchmark {
    private final String refresh =
            "grant_type=refresh_token&client_id="
                    + "c".repeat(22)
                    + "&refresh_token=jean_oauth_"
                    + "r".repeat(92)
                    + "&resource=https%3A%2F%2Fmcp.example.com%2Fmcp";
    private final String exchange =
            "grant_type=authorization_code&client_id="
                    + "c".repeat(22)
                    + "&code=jean_oauth_"
                    + "r".repeat(92)
                    + "&code_verifier="
                    + "v".repeat(43)
                    + "&redirect_uri=http%3A%2F%2Flocalhost%3A3118%2Fcallback"
                    + "&resource=https%3A%2F%2Fmcp.example.com%2Fmcp";

    /** A refresh. */
    @Benchmark
    public Optional<Parameters> refresh() {
        return Parameters.parse(refresh);
    }

    /** The exchange of a code. */
    @Benchmark
    public Optional<Parameters> exchange() {
        return Parameters.parse(exchange);
    }
}
