package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets: the operator's own, and those of callers. None is in a message. */
class SecretConfigTest extends ConfigCase {
    @Test
    void secretHasAtLeast32Bytes() {
        assertThat(read("KEYSTILE_SECRET=" + "é".repeat(16)).secret()).isNotNull();
        assertThatThrownBy(() -> read("KEYSTILE_SECRET=" + "s".repeat(31)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("secret (KEYSTILE_SECRET): expected at least 32")
                .hasMessageNotContaining("sss");
    }

    @Test
    void callersOfIntrospectionAreRead() {
        String secret = "s".repeat(32);
        var one = read("INTROSPECTION_RESOURCE_SERVERS=rs:" + secret);
        var more =
                read(
                        "INTROSPECTION_RESOURCE_SERVERS= rs-1:" + secret + " , rs.2 : " + secret,
                        "ADMIN_TOKEN=" + "+/=:".repeat(8));

        assertThat(one.introspection()).hasToString("IntrospectionCallers[rs]");
        assertThat(more.introspection()).hasToString("IntrospectionCallers[rs-1, rs.2, admin]");
        assertThat(more.toString()).doesNotContain("sss", "+/=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTROSPECTION_RESOURCE_SERVERS=rs",
                "INTROSPECTION_RESOURCE_SERVERS=rs:",
                "INTROSPECTION_RESOURCE_SERVERS=:01234567890123456789012345678901",
                "INTROSPECTION_RESOURCE_SERVERS=rs:0123456789012345678901234567890",
                "INTROSPECTION_RESOURCE_SERVERS=rs:0123456789012345678901234567890+",
                "INTROSPECTION_RESOURCE_SERVERS=rs:01234567890123456789012345678901,",
                "INTROSPECTION_RESOURCE_SERVERS=rs:01234567890123456789012345678901,x",
                "INTROSPECTION_RESOURCE_SERVERS=r s:01234567890123456789012345678901",
                "INTROSPECTION_RESOURCE_SERVERS=a:01234567890123456789012345678901,a:01234567890123456789012345678901",
                "ADMIN_TOKEN=0123456789012345678901234567890",
                "ADMIN_TOKEN=01234567890123456789012345678901 x"
            })
    void wrongCallerIsExplainedWithoutItsSecret(String variable) {
        String name =
                variable.startsWith("ADMIN")
                        ? "management.admin-token (ADMIN_TOKEN): expected "
                        : "introspection.resource-servers (INTROSPECTION_RESOURCE_SERVERS): expected ";

        assertThatThrownBy(() -> read(variable))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(name)
                .hasMessageNotContaining("0123456");
    }

    @Test
    @DisplayName("Replaced secrets, in a list or in a file, each as long as the one in force")
    void previousSecretsAreRead() throws IOException {
        String now = "KEYSTILE_SECRET=" + "n".repeat(32);
        String old = "o".repeat(32);
        Path file = Files.writeString(folder.resolve("previous"), old + "\n\n" + old + "\n");

        assertThat(read(now, "KEYSTILE_SECRET_PREVIOUS=" + old + ", " + old).secret()).isNotNull();
        assertThat(read(now, "KEYSTILE_SECRET_PREVIOUS_FILE=" + file).secret()).isNotNull();
        assertThatThrownBy(() -> read(now, "KEYSTILE_SECRET_PREVIOUS=" + old + ",short"))
                .hasMessageStartingWith(
                        "secret-previous (KEYSTILE_SECRET_PREVIOUS): expected at least 32");
        assertThatThrownBy(() -> read("KEYSTILE_SECRET_PREVIOUS=" + old))
                .hasMessageStartingWith("secret (KEYSTILE_SECRET): expected a secret");
        assertThatThrownBy(() -> read(now, "KEYSTILE_SECRET_PREVIOUS_FILE=/no/such/file"))
                .hasMessageStartingWith(
                        "secret-previous-file (KEYSTILE_SECRET_PREVIOUS_FILE): expected a text file");
    }

    @Test
    void secretIsReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "s".repeat(32) + "\n");
        Path shorter = Files.writeString(folder.resolve("short"), "s".repeat(31) + "\n");

        assertThat(read("KEYSTILE_SECRET_FILE=" + file).secret()).isNotNull();
        assertThatThrownBy(() -> read("KEYSTILE_SECRET_FILE=" + shorter))
                .hasMessageStartingWith("secret-file (KEYSTILE_SECRET_FILE): expected at least 32");
        assertThatThrownBy(() ->
                        read("KEYSTILE_SECRET_FILE=" + file, "KEYSTILE_SECRET=" + "s".repeat(32)))
                .hasMessageStartingWith("secret-file (KEYSTILE_SECRET_FILE): expected nothing");
    }
}
