package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RepositoryPathTest {

    @Property
    void shouldFindTheSameParentWhateverTheGuess(@ForAll("paths") String path, @ForAll("guesses") String guess) {
        assertThat(RepositoryPath.parent(path, guess)).isEqualTo(RepositoryPath.parent(path));
    }

    @Test
    void shouldNotCopyAParentThatWasGuessed() {
        String guess = "data/train";

        assertThat(RepositoryPath.parent("data/train/a.bin", guess)).isSameAs(guess);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "ab").list().ofMinSize(1).ofMaxSize(4).map(names -> String.join("/", names));
    }

    @Provide
    Arbitrary<String> guesses() {
        return paths().edgeCases(edges -> edges.add("")).injectNull(0.1);
    }
}
