package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How secrets are compared, read from the classes as they were compiled. */
class ConstantTimeTest {
    private static final String COMPARED = "java.security.MessageDigest.isEqual";
    private static final String REVEALED = "dev.keystile.oauth.api.Secret.reveal";
    private static final Set<String> EARLY_ENDS =
            Set.of(
                    "java.lang.String.equals",
                    "java.lang.String.equalsIgnoreCase",
                    "java.lang.String.contentEquals",
                    "java.lang.String.compareTo",
                    "java.util.Objects.equals",
                    "java.util.Arrays.equals");

    /** A method, and what it calls. */
    private record Calls(String method, List<String> called) {
        private boolean any(Predicate<String> which) {
            return called.stream().anyMatch(which);
        }
    }

    private static Stream<Calls> classes(Predicate<String> names)
            throws IOException, URISyntaxException {
        Path own = Path.of(Digest.class.getResource("Digest.class").toURI()).getParent();
        try (Stream<Path> files = Files.list(own)) {
            return files
                    .filter(file -> names.test(file.getFileName().toString()))
                    .filter(file -> !file.toString().contains("Test"))
                    .toList()
                    .stream()
                    .flatMap(ConstantTimeTest::methods);
        }
    }

    private static Stream<Calls> methods(Path file) {
        try {
            ClassModel model = ClassFile.of().parse(file);
            return model.methods().stream().map(method -> calls(model, method));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Calls calls(ClassModel model, MethodModel method) {
        List<String> called =
                method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .flatMap(element ->
                                element instanceof InvokeInstruction call
                                        ? Stream.of(name(call))
                                        : Stream.empty())
                        .toList();
        String owner = model.thisClass().asInternalName().replaceAll(".*/", "");
        return new Calls(owner + "." + method.methodName().stringValue(), called);
    }

    private static String name(InvokeInstruction call) {
        return call.owner().asInternalName().replace('/', '.') + "." + call.name().stringValue();
    }

    @Test
    @DisplayName("SEC-12: digests and tags are compared to their end, wherever they differ")
    void digestsAreComparedInConstantTime() throws Exception {
        assertThat(classes(name -> name.equals("Digest.class") || name.equals("Bytes.class")))
                .filteredOn(calls -> calls.any(COMPARED::equals))
                .extracting(Calls::method)
                .containsExactlyInAnyOrder("Digest.matches", "Bytes.equals");
    }

    @Test
    @DisplayName("SEC-12: no secret is compared as text")
    void revealedSecretsAreNotComparedAsText() throws Exception {
        assertThat(classes(name -> name.endsWith(".class")))
                .hasSizeGreaterThan(1000)
                .filteredOn(calls -> calls.any(REVEALED::equals) && calls.any(EARLY_ENDS::contains))
                .extracting(Calls::method)
                .isEmpty();
    }
}
