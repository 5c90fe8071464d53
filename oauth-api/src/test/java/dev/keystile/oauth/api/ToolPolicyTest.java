package dev.keystile.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToolPolicyTest {
    private static final Scope ALL = Scope.parse("mcp offline_access");
    private static final Scope READING = Scope.parse("mcp:read offline_access");

    private final ToolPolicy everything = new ToolPolicy.Everything();
    private final ToolPolicy readOnly = new ToolPolicy.ReadOnly();
    private final ToolPolicy some = new ToolPolicy.Named(Set.of("a", "b"), false);
    private final ToolPolicy someReadOnly = new ToolPolicy.Named(Set.of("a", "b"), true);

    @Test
    void everythingAllowsEveryTool() {
        assertThat(everything.allows("a", false)).isTrue();
        assertThat(everything.restricts()).isFalse();
    }

    @Test
    void readOnlyAllowsWhatIsMarked() {
        assertThat(readOnly.allows("a", true)).isTrue();
        assertThat(readOnly.allows("a", false)).isFalse();
        assertThat(readOnly.restricts()).isTrue();
    }

    @Test
    void namesAllowTheirToolsToTheLetter() {
        assertThat(some.allows("a", false)).isTrue();
        assertThat(some.allows("A", false)).isFalse();
        assertThat(some.allows("c", true)).isFalse();
        assertThat(someReadOnly.allows("a", true)).isTrue();
        assertThat(someReadOnly.allows("a", false)).isFalse();
        assertThat(someReadOnly.allows("c", true)).isFalse();
    }

    @Test
    void readingScopeLeavesNoMoreThanReadOnlyTools() {
        assertThat(everything.within(READING)).isEqualTo(readOnly);
        assertThat(readOnly.within(READING)).isEqualTo(readOnly);
        assertThat(some.within(READING)).isEqualTo(someReadOnly);
        assertThat(someReadOnly.within(READING)).isEqualTo(someReadOnly);
    }

    @Test
    void wholeScopeChangesNothing() {
        for (ToolPolicy policy : List.of(everything, readOnly, some, someReadOnly)) {
            assertThat(policy.within(ALL)).isSameAs(policy);
        }
    }

    @Test
    void accessIsNoWiderThanItsScope() {
        assertThat(access(READING, everything).tools()).isEqualTo(readOnly);
        assertThat(access(READING, some).tools()).isEqualTo(someReadOnly);
        assertThat(access(ALL, some).tools()).isEqualTo(some);
    }

    @Test
    void thereAreOneTo500Names() {
        assertThat(ToolPolicy.named(List.of())).isEmpty();
        assertThat(ToolPolicy.named(names(500))).isPresent();
        assertThat(ToolPolicy.named(names(501))).isEmpty();
        assertThat(ToolPolicy.named(List.of("a", "a", "b"))).contains(some);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToolPolicy.Named(names(501), true));
    }

    @Test
    void namesHave1To256Characters() {
        assertThat(ToolPolicy.named(List.of("a", ""))).isEmpty();
        assertThat(ToolPolicy.named(List.of("n".repeat(256)))).isPresent();
        assertThat(ToolPolicy.named(List.of("n".repeat(257)))).isEmpty();
    }

    @Test
    void whatNamedItChangesNothingLater() {
        Set<String> names = new HashSet<>(Set.of("a", "b"));
        ToolPolicy policy = new ToolPolicy.Named(names, false);
        names.add("c");

        assertThat(policy).isEqualTo(some);
    }

    private static Set<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "t" + i).collect(Collectors.toSet());
    }

    private static Access access(Scope scope, ToolPolicy tools) {
        return new Access(
                new GrantId("g"),
                new AccountId("a1"),
                new ClientId("c"),
                "An app",
                new ProtectedResource(connector(), "http://localhost:8080/mcp", null),
                scope,
                tools,
                null,
                Secret.of("k"));
    }

    private static Connector connector() {
        return new Connector(
                new ConnectorId("memory"),
                "Memory",
                URI.create("https://upstream.example.com/mcp"),
                new ApiKeyHeader("x-api-key", null),
                "",
                null,
                UserIdTrust.CLAIMED);
    }
}
