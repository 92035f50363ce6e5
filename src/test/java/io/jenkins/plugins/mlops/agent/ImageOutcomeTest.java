package io.jenkins.plugins.mlops.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.mlops.image.ModelImage;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An agent is not trusted. */
class ImageOutcomeTest {

    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    private static ModelImage read(String tag, String digest, String outcome, String label) {
        return new ImageOutcome(tag, digest, outcome, new TreeMap<>(Map.of("label", label)))
                .image("registry.example/fraud");
    }

    @Test
    void shouldNameTheImageThatWasAskedFor() {
        ModelImage image = read("0123-abcd", DIGEST, "BUILT_AND_PUSHED", "x");

        assertThat(image.pinned()).isEqualTo("registry.example/fraud@" + DIGEST);
        assertThat(image.isUnchanged()).isFalse();
        assertThat(ImageOutcome.of(image).image("registry.example/fraud")).isEqualTo(image);
    }

    @Test
    void shouldTakeAnImageThatWasNotPushed() {
        assertThat(read("0123-abcd", "", "ALREADY_BUILT", "x").pinned()).isEqualTo("registry.example/fraud:0123-abcd");
    }

    @Test
    void shouldBelieveNothingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("tag", DIGEST + "\nother.example/fraud", "BUILT", "x"))
                .withMessageContaining("makes no sense");
        assertThatIllegalArgumentException().isThrownBy(() -> read("tag", DIGEST, "BUILT", "x".repeat(10_001)));
        assertThatIllegalArgumentException().isThrownBy(() -> read("<script>", DIGEST, "BUILT", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> read("tag", DIGEST, "STOLEN", "x"));
    }
}
