package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Transition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseViewTest {

    private final Told told = new Told("r1").decidedBy("ann");
    private final LoggedRelease step = LoggedRelease.begin(MockCluster.SUBJECT, Told.START)
            .with(told.enter(State.SWITCHING, "takes over from blue (" + Told.OLD + ")"))
            .with(told.enter(State.OBSERVING, "is watched"));
    private final LoggedRelease asked =
            LoggedRelease.begin(MockCluster.SUBJECT, new Asked("bob", "recall fell"), Told.START.plusSeconds(20));

    @Test
    void shouldOfferToGoBackWhileItIsWatched() {
        ReleaseView view = view(true, step);

        assertThat(view.status()).isEqualTo(ReleaseStatus.UNDER_WAY);
        assertThat(view.isReversible()).isTrue();
        assertThat(view.getServing()).isEqualTo(Told.NEW);
        assertThat(view.getEvidence()).isEqualTo("r1/0");
    }

    @Test
    void shouldTellOnceWhatTheStepAndTheRollbackHaveBothSeen() {
        told.decidedBy("bob");
        Transition back = told.enter(State.ROLLING_BACK, "goes back");
        Transition end = told.end(Outcome.ROLLED_BACK, "blue serves again");
        LoggedRelease rollback = asked.with(
                        new Transition(back.at(), back.state(), "bob", back.message(), back.release()))
                .with(end)
                .withEnd(end(Optional.of(Outcome.ROLLED_BACK)));

        ReleaseView view = view(true, step.with(back).with(end), rollback);

        assertThat(view.getTimeline())
                .extracting(TimelineRow::getMessage)
                .containsExactly(
                        "takes over from blue (" + Told.OLD + ")",
                        "is watched",
                        "recall fell",
                        "goes back",
                        "blue serves again");
        assertThat(view.getTimeline().get(3).getBy()).isEqualTo("bob");
        assertThat(view.status()).isEqualTo(ReleaseStatus.ROLLED_BACK);
        assertThat(view.getServing()).isEqualTo(Told.OLD);
        assertThat(view.getApprovedBy()).isEqualTo("ann");
        assertThat(view.isReversible()).isFalse();
    }

    @Test
    void shouldOfferItOnceMoreAfterARollbackThatFailed() {
        ReleaseView pending = view(false, step, asked);
        assertThat(pending.status()).isEqualTo(ReleaseStatus.UNDER_WAY);
        assertThat(pending.isReversible()).isFalse();

        ReleaseView failed = view(false, step, asked.withEnd(end(Optional.empty())));

        assertThat(failed.status()).isEqualTo(ReleaseStatus.NOT_ROLLED_BACK);
        assertThat(failed.isReversible()).isTrue();
        assertThat(failed.getEvidence()).isEqualTo("r1/1");
    }

    @Test
    void shouldNotOfferWhatWasDoneBySomebodyElse() {
        ReleaseView view = view(false, step, asked.withEnd(end(Optional.of(Outcome.ROLLED_BACK))));

        assertThat(view.isReversible()).isFalse();
    }

    @Test
    void shouldSayWhenNobodyHasToldTheEnd() {
        assertThat(view(false, step).status()).isEqualTo(ReleaseStatus.UNKNOWN);
        assertThat(view(false, step.with(told.enter(State.RETIRING, "is kept"))).status())
                .isEqualTo(ReleaseStatus.PROMOTED);
    }

    @Test
    void shouldShortenDigestsInSentencesAlone() {
        ReleaseView view = view(true, step);

        assertThat(view.getTimeline().get(0).getShortMessage())
                .isEqualTo("takes over from blue (registry.example/fraud@sha256:aaaaaaaaaaaa…)");
        assertThat(view.getImage()).isEqualTo(Told.NEW);
        assertThat(Digests.shortened("@sha256:" + "a".repeat(65))).isEqualTo("@sha256:" + "a".repeat(65));
    }

    private static LogEnd end(Optional<Outcome> outcome) {
        return new LogEnd(Told.START.plusSeconds(90), outcome, "told");
    }

    private static ReleaseView view(boolean goesOn, LoggedRelease step, LoggedRelease... rollbacks) {
        return new ReleaseView(new KeptRelease(12, step, List.of(rollbacks)), goesOn, "");
    }
}
