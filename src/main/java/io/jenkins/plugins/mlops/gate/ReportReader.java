package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.List;
import java.util.Optional;

/** Makes checks of another tool's report. */
interface ReportReader {

    /** For messages. */
    String tool();

    /**
     * @return empty where this is no report of the tool
     * @throws DocumentException where it is, but cannot be understood
     */
    Optional<List<Check>> read(ReportText report) throws DocumentException;

    /**
     * @param json the content as a JSON object, where it is one
     * @param limits for scanners' findings
     */
    record ReportText(String text, String file, Optional<Node.Mapping> json, FindingLimits limits) {

        Check check(String subject, String rule, Check.Outcome outcome, Severity severity, String message) {
            return new Check(
                    subject,
                    rule,
                    file,
                    outcome,
                    severity,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    message);
        }

        Check passed(String subject, String rule, String message) {
            return check(subject, rule, Check.Outcome.PASSED, Severity.FAIL, message);
        }

        Check failed(String subject, String rule, String message) {
            return check(subject, rule, Check.Outcome.FAILED, Severity.FAIL, message);
        }
    }
}
