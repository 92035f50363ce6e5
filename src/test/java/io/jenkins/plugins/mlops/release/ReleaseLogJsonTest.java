package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.document.DocumentException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseLogJsonTest {

    private static final ReleaseSubject SUBJECT = new ReleaseSubject(
            "fraud", new ClusterAddress("prod", "kube", "", "", ""), Told.NEW, "r1", ReleaseSubject.Kind.DEPLOY);

    @Property
    void shouldReadBackWhatItWrote(
            @ForAll String text,
            @ForAll String other,
            @ForAll State state,
            @ForAll Optional<Outcome> outcome,
            @ForAll ReleaseSubject.Kind kind,
            @ForAll boolean switched)
            throws IOException {
        Instant at = Told.START;
        LoggedRelease release = new LoggedRelease(
                new ReleaseSubject(text, new ClusterAddress(other, text, other, text, other), text, other, kind),
                Optional.of(new Asked(text, other)),
                at,
                List.of(new LogEntry.Entered(at, state, text, other), new LogEntry.Noticed(at.plusMillis(1), other)),
                Optional.of(new ReleaseStand(
                        text,
                        state,
                        switched,
                        new ReleaseStand.Place(text, other),
                        new ReleaseStand.Place(other, text),
                        other,
                        text,
                        other,
                        text,
                        outcome,
                        new Provenance(text, other, text, other))),
                Optional.of(new LogEnd(at, outcome, text)));

        assertThat(ReleaseLogJson.read(ReleaseLogJson.write(release), "release.json"))
                .isEqualTo(release);
    }

    @Property
    void shouldRefuseDamagedTextWithNothingButItsPlace(@ForAll String text) {
        assertThatThrownBy(() -> ReleaseLogJson.read(text, "release.json"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("release.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"begun\":\"", "\"kind\":\"deploy", "\"subject\":{", "\"entries\":["})
    void shouldSayWhatIsWrongInAFileThatSomebodyEdited(String known) throws IOException {
        String text = ReleaseLogJson.write(LoggedRelease.begin(SUBJECT, Told.START));

        assertThatThrownBy(() -> ReleaseLogJson.read(text.replace(known, known + "7,"), "release.json"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("release.json");
    }

    @Test
    void shouldKeepATransitionOnceAndWhatTheRecordKnowsBesides() {
        Told told = new Told("r1");
        LoggedRelease begun = LoggedRelease.begin(SUBJECT, Told.START);
        LoggedRelease first = begun.with(told.enter(State.DEPLOYING, "gets ready"));
        told.enter(State.VERIFYING, "the controller was killed before it could tell");
        var switching = told.enter(State.SWITCHING, "takes over");

        LoggedRelease known = first.with(switching).with(switching);

        assertThat(known.entries()).extracting(LogEntry::message).containsExactly("gets ready", "", "takes over");
        assertThat(known.stand()).get().extracting(ReleaseStand::state).isEqualTo(State.SWITCHING);
    }

    @Test
    void shouldTakeTheMessageOnceItIsTold() {
        Told told = new Told("r1");
        var deploying = told.enter(State.DEPLOYING, "gets ready");
        var verifying = told.enter(State.VERIFYING, "is tested");

        LoggedRelease known =
                LoggedRelease.begin(SUBJECT, Told.START).with(verifying).with(deploying);

        assertThat(known.entries()).extracting(LogEntry::message).containsExactly("gets ready", "is tested");
    }

    @Test
    void shouldLeaveOutWhatWasBeforeItsTime() {
        Told told = new Told("r1");
        told.enter(State.DEPLOYING, "in another build");
        told.end(Outcome.PROMOTED, "in another build");
        var back = told.enter(State.ROLLING_BACK, "goes back");

        LoggedRelease rollback =
                LoggedRelease.begin(SUBJECT, Told.START.plusSeconds(20)).with(back);

        assertThat(rollback.entries()).extracting(LogEntry::message).containsExactly("goes back");
    }

    @Test
    void shouldKeepANoticeOnceAndNoEndlessOne() {
        LoggedRelease release = LoggedRelease.begin(SUBJECT, Told.START);
        for (int i = 0; i < 2; i++) {
            release = release.withNotice("x".repeat(5_000), Told.START).withNotice("slow", Told.START);
        }

        assertThat(release.entries()).hasSize(2);
        assertThat(release.entries().get(0).message()).hasSizeLessThan(2_100);
    }

    @Test
    void shouldKeepTheFirstEndUnlessItWasCarriedOnAfterAFailure() {
        LogEnd failed = new LogEnd(Told.START, Optional.empty(), "no answer");
        LogEnd promoted = new LogEnd(Told.START, Optional.of(Outcome.PROMOTED), "serves");

        LoggedRelease release = LoggedRelease.begin(SUBJECT, Told.START).withEnd(failed);

        assertThat(release.withEnd(promoted).end()).contains(promoted);
        assertThat(release.withEnd(promoted).withEnd(failed).end()).contains(promoted);
    }
}
