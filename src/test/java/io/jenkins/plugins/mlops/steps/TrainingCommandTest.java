package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TrainingCommandTest {

    @Test
    void shouldRunTheDefaultWhereNothingIsGiven() {
        for (Object none : new Object[] {null, "", "  "}) {
            assertThat(TrainingCommand.of(none).recorded(true)).containsExactly("dvc", "repro");
            assertThat(TrainingCommand.of(none).script(true)).isEqualTo("dvc repro");
        }
        assertThat(TrainingCommand.of("dvc repro train").forced().recorded(true))
                .containsExactly("dvc", "repro", "--force", "train");
    }

    @Test
    void shouldRecordPlainTextAsArgumentsAndAnyOtherAsAScript() {
        assertThat(TrainingCommand.of("python3 train.py --lr=0.1").recorded(true))
                .containsExactly("python3", "train.py", "--lr=0.1");
        for (String script : List.of("a | b", "LR=1 python3 train.py", "echo \"$HOME\"", "a\nb", "~/train")) {
            assertThat(TrainingCommand.of(script).recorded(true)).containsExactly("sh", "-c", script);
            assertThat(TrainingCommand.of(script).script(true)).isEqualTo(script);
        }
        assertThat(TrainingCommand.of("venv\\Scripts\\python train.py").recorded(false))
                .containsExactly("cmd", "/c", "venv\\Scripts\\python train.py");
    }

    @Test
    void shouldQuoteForBatchFilesOrRefuse() {
        assertThat(TrainingCommand.of(List.of("python", "my train.py", "100%", "C:\\dir\\", "a&b"))
                        .script(false))
                .isEqualTo("@python \"my train.py\" \"100%%\" \"C:\\dir\\\\\" \"a&b\"");
        for (String word : List.of("a\"b", "a\nb", "a!b")) {
            assertThatThrownBy(() -> TrainingCommand.of(List.of("python", word)).script(false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write the command as one text");
        }
    }

    @Test
    void shouldRefuseWhatIsNoCommand() {
        for (Object wrong : List.of(7, List.of(), List.of("a\0b"), java.util.Map.of("a", "b"))) {
            assertThatThrownBy(() -> TrainingCommand.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Each argument arrives at the program as it was, whatever a shell makes of it elsewhere. */
    @Property(tries = 60)
    void shouldQuoteForTheShell(@ForAll("arguments") List<String> arguments) throws Exception {
        Assume.that(File.separatorChar == '/');
        List<String> words = new ArrayList<>(List.of("printf", "%s\\0"));
        words.addAll(arguments);
        Process shell =
                new ProcessBuilder("sh", "-e", "-c", TrainingCommand.of(words).script(true)).start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(printed).isEqualTo(String.join("\0", arguments) + "\0");
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        Arbitrary<String> texts = Arbitraries.of(
                "", " ", "'", "\"", "$HOME", "`id`", "\\", "a b", "*", "~", "-x", "a\nb", "naïve", ";", "&", "#", "!");
        return texts.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
