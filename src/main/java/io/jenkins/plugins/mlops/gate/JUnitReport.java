package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** JUnit XML, as pytest writes it as well: one check for each test that failed, and one for all that passed. */
final class JUnitReport implements ReportReader {

    private static final String RULE = "JUnit";
    private static final int MAX_FAILURES_SHOWN = 100;
    private static final int MAX_DEPTH = 200;

    @Override
    public String tool() {
        return RULE + " XML";
    }

    @Override
    public Optional<List<Check>> read(ReportText report) throws DocumentException {
        if (!report.text().stripLeading().startsWith("<")) {
            return Optional.empty();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        XMLStreamReader xml = null;
        try {
            xml = factory.createXMLStreamReader(new StringReader(report.text().stripLeading()));
            return new Tests(report).read(xml);
        } catch (XMLStreamException e) {
            throw new DocumentException(at(report.file(), e.getLocation()), "not valid XML: " + firstLine(e), e);
        } finally {
            close(xml);
        }
    }

    private static void close(XMLStreamReader xml) {
        if (xml != null) {
            try {
                xml.close();
            } catch (XMLStreamException e) {
                // it reads from memory, so there is nothing to lose
                return;
            }
        }
    }

    /** The JDK's messages repeat the place and then go on in a second line. */
    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf('\n') + 1).replaceFirst("^Message: ", "");
    }

    private static Position at(String file, Location location) {
        return location == null
                ? Position.in(file)
                : new Position(file, Math.max(0, location.getLineNumber()), Math.max(0, location.getColumnNumber()));
    }

    /** State while the file is read. */
    private static final class Tests {
        private final ReportText report;
        private final List<Check> failures = new ArrayList<>();
        private int passed;
        private int skipped;
        private int failed;
        private Optional<String> name = Optional.empty();
        private Check.Outcome outcome = Check.Outcome.PASSED;
        private String message = "";

        Tests(ReportText report) {
            this.report = report;
        }

        Optional<List<Check>> read(XMLStreamReader xml) throws XMLStreamException, DocumentException {
            int depth = 0;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new DocumentException(
                            at(report.file(), xml.getLocation()), "a DOCTYPE is not allowed in a test report");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    boolean root = depth == 0;
                    if (++depth > MAX_DEPTH) {
                        throw new DocumentException(at(report.file(), xml.getLocation()), "nested too deeply");
                    }
                    if (root && !xml.getLocalName().startsWith("testsuite")) {
                        return Optional.empty();
                    }
                    start(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    end(xml.getLocalName());
                }
            }
            return Optional.of(checks());
        }

        private void start(XMLStreamReader xml) {
            String element = xml.getLocalName();
            if (element.equals("testcase")) {
                String type = xml.getAttributeValue(null, "classname");
                String test = String.valueOf(xml.getAttributeValue(null, "name"));
                name = Optional.of(type == null || type.isEmpty() ? test : type + "." + test);
                outcome = Check.Outcome.PASSED;
                message = "";
            } else if (name.isPresent() && (element.equals("failure") || element.equals("error"))) {
                outcome = Check.Outcome.FAILED;
                String given = xml.getAttributeValue(null, "message");
                message = given == null || given.isBlank() ? element : given;
            } else if (name.isEmpty() && element.equals("error")) {
                // a suite that broke before its first test
                fail("test suite", String.valueOf(xml.getAttributeValue(null, "message")));
            } else if (element.equals("skipped") && outcome == Check.Outcome.PASSED) {
                outcome = Check.Outcome.SKIPPED;
            }
        }

        private void end(String element) {
            if (!element.equals("testcase") || name.isEmpty()) {
                return;
            }
            switch (outcome) {
                case PASSED -> passed++;
                case SKIPPED -> skipped++;
                case FAILED -> fail(name.get(), message);
            }
            name = Optional.empty();
        }

        private void fail(String subject, String why) {
            failed++;
            if (failures.size() < MAX_FAILURES_SHOWN) {
                failures.add(report.failed(subject, RULE, why));
            }
        }

        private List<Check> checks() {
            List<Check> checks = new ArrayList<>(failures);
            if (failed > failures.size()) {
                checks.add(report.failed(
                        "tests", RULE, (failed - failures.size()) + " more tests failed; they are not listed"));
            }
            String counts = passed + " tests passed, " + failed + " failed, " + skipped + " skipped";
            if (passed + failed == 0) {
                checks.add(report.failed("tests", RULE, counts + "; no test ran"));
            } else if (failed == 0) {
                checks.add(report.passed("tests", RULE, counts));
            }
            return checks;
        }
    }
}
