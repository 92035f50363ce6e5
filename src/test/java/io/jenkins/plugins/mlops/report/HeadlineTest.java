package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlineTest {

    private static final Check PASSED = Reports.check("a", "0.6", "0.5", Check.Outcome.PASSED, Severity.FAIL);
    private static final Check SKIPPED = Reports.check("b", "0.6", "0.5", Check.Outcome.SKIPPED, Severity.FAIL);
    private static final Check WARNED = Reports.check("c", "0.1", "0.5", Check.Outcome.FAILED, Severity.WARN);
    private static final Check FAILED = Reports.check("d", "0.4", "0.5", Check.Outcome.FAILED, Severity.FAIL);
    private static final Check WORSE = Reports.check("e", "0.2", "0.5", Check.Outcome.FAILED, Severity.FAIL);
    private static final Check MISSING = Reports.check("f", null, "0.5", Check.Outcome.FAILED, Severity.FAIL);

    private static String headline(Check... checks) {
        return Headline.of(new Verdict(List.of(checks))).text();
    }

    @Test
    void shouldNameTheStatusTheCountAndTheWorst() {
        assertThat(headline()).isEqualTo("Not checked: no gate ran.");
        assertThat(headline(PASSED)).isEqualTo("Passed: 1 check.");
        assertThat(headline(PASSED, PASSED)).isEqualTo("Passed: all 2 checks.");
        assertThat(headline(PASSED, SKIPPED)).isEqualTo("Passed: 1 of 2 checks. 1 skipped.");
        assertThat(headline(PASSED, WARNED)).isEqualTo("Passed with warnings: 1 of 2 checks. c 0.1 against min 0.5.");
        assertThat(headline(FAILED, WARNED, PASSED)).isEqualTo("Failed: 1 of 3 checks. d 0.4 against min 0.5.");
    }

    @Test
    void shouldOrderByHowFarTheLimitIsMissed() {
        assertThat(Headline.worstFirst(new Verdict(List.of(WARNED, FAILED, PASSED, WORSE, MISSING))))
                .containsExactly(MISSING, WORSE, FAILED, WARNED);
    }
}
