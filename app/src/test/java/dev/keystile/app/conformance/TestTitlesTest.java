package dev.keystile.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestTitlesTest {
    /** Written so that this source itself names nothing. */
    private static List<String> java(String source) {
        return TestTitles.java(source.replace("@Name", "@DisplayName"));
    }

    @Test
    void namesOfClassesAndMethodsAreRead() {
        assertThat(
                        java(
                                """
                                @Name("one")
                                class ATest {
                                    @Test
                                    @Name("two \\"2\\"")
                                    void two() {}
                                }
                                """))
                .containsExactly("one", "two \\\"2\\\"");
    }

    @Test
    void aNameMayBePutTogether() {
        assertThat(
                        java(
                                """
                                    @Name(
                                            "one, "
                                                    + "two,"
                                                    + " three")
                                    @ValueSource(strings = {"four"})
                                    @Test @Name("five")
                                """))
                .containsExactly("one, two, three", "five");
    }

    @Test
    void whatIsCommentedOutIsNoTest() {
        assertThat(
                        java(
                                """
                                // @Name("one")
                                 * @Name("two")
                                String text = "@Name(three)";
                                """))
                .isEmpty();
    }

    @Test
    void aNameThatIsNoTextIsEmpty() {
        assertThat(java("@Name(CONSTANT)")).containsExactly("");
    }

    @Test
    void titlesOfScriptsAreRead() {
        assertThat(
                        TestTitles.script(
                                """
                                describe("one", () => {
                                  test('two: isn\\'t "three"', async () => {
                                  test(
                                    `four ${kind}`,
                                  await context.test('five', () => {
                                  // test('six')
                                  test.skip('seven', () => {
                                  assert.ok(/x/.test('eight'));
                                """))
                .containsExactly("one", "two: isn\\'t \"three\"", "four ${kind}", "five");
    }
}
