package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");

    private static ReleaseRecord release(String text) {
        Side adopted = new Side(Side.ADOPTED, Optional.empty(), Map.of("app", text), 0, "");
        Side blue = Side.of(new AppNames("fraud"), Colour.BLUE, 3, text);
        return ReleaseRecord.begin(
                new ReleaseRecord.Plan(text, "hash", adopted, blue, text, new Provenance(text, "", "d", text)), NOW);
    }

    @Property
    void shouldComeBackAsItWasWhateverTheTexts(
            @ForAll String text, @ForAll State state, @ForAll Outcome outcome, @ForAll boolean switched)
            throws DocumentException {
        ReleaseRecord release = release(text)
                .enter(state, NOW.plusSeconds(1))
                .because(text)
                .decidedBy(text)
                .select(switched)
                .until(NOW.plusSeconds(2));
        ReleaseRecord finished = release.finish(outcome, NOW.plusSeconds(3));
        List<HistoryEntry> history =
                List.of(HistoryEntry.of(release, outcome, NOW), HistoryEntry.of(finished, outcome, NOW));

        assertThat(RecordJson.release(RecordJson.write(release), "record")).isEqualTo(release);
        assertThat(RecordJson.release(RecordJson.write(finished), "record")).isEqualTo(finished);
        assertThat(RecordJson.history(RecordJson.write(history), "history")).isEqualTo(history);
    }

    @Test
    void shouldKeepNoWholeLogAsAReason() {
        assertThat(release("x").because("x".repeat(1_000_000)).reason()).hasSize(2003);
    }

    @Test
    void shouldSayWhatIsWrongWithARecordThatSomebodyEdited() {
        String json = RecordJson.write(release("x"));

        assertThatThrownBy(() -> RecordJson.release(json.replace("deploying", "flying"), "Service fraud"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("Service fraud:1:")
                .hasMessageContaining("the state 'flying' is not known; a newer version may have written it");
        assertThatThrownBy(() -> RecordJson.release("{", "Service fraud")).isInstanceOf(DocumentException.class);
    }
}
