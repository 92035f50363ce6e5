package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page is well-formed XML, so a strict parser sees all of it as a browser does. */
class HtmlReportTest {

    private static final Set<String> ELEMENTS = Set.of(
            ("html head meta title style body header main footer section h1 h2 h3 p span strong b small code a time div table thead tbody tr th td ul li dl dt"
                            + " dd details summary figure figcaption wbr svg desc g path line circle rect text")
                    .split(" "));

    private static final Set<String> ATTRIBUTES = Set.of(
            ("data-plot lang charset http-equiv content name class id title href rel datetime scope role tabindex aria-label aria-hidden aria-labelledby viewBox x y x1 x2"
                            + " y1 y2 cx cy r d width height text-anchor fill-opacity")
                    .split(" "));

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<Element> all(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(Document page, String tag) {
        return all(page, tag).stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    @Property(tries = 40)
    void shouldEscapeWhateverTheNames(@ForAll @IntRange(min = 0) int seed) throws Exception {
        Random random = new Random(seed);
        assertHarmless(Reports.random(random, 5, () -> HostileText.next(random)).toHtml());
    }

    @Test
    void shouldEscapeEachAttackInEachField() throws Exception {
        for (String attack : HostileText.ATTACKS) {
            assertHarmless(Reports.random(new Random(1), 3, () -> attack).toHtml());
        }
    }

    @Property(tries = 40)
    void shouldEscapeAlsoInThePartsOfAnotherPage(@ForAll @IntRange(min = 0) int seed) throws Exception {
        Random random = new Random(seed);
        HtmlParts parts =
                Reports.random(random, 5, () -> HostileText.next(random)).toHtmlParts();
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><head><style></style></head><body>");
        page.append(parts.banner());
        parts.trainings().forEach(training -> training.topics().forEach(topic -> page.append(topic.html())));
        assertHarmless(page.append("</body></html>").toString());
    }

    private static void assertHarmless(String html) throws Exception {
        Document page = parse(html);
        Set<String> ids = new HashSet<>();
        for (Element element : all(page, "*")) {
            assertThat(ELEMENTS).contains(element.getTagName());
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(ATTRIBUTES).contains(name);
                if (name.equals("href")) {
                    assertThat(element.getAttribute(name)).matches("#i\\d+|https?://.*");
                }
                if (name.equals("id")) {
                    assertThat(ids.add(element.getAttribute(name))).isTrue();
                }
            }
        }
        assertThat(all(page, "style")).hasSize(1);
        assertThat(html.split("<style>")[0] + html.split("</style>")[1]).doesNotContain("NaN%", "Infinity%", "\uFFFE");
    }

    @Test
    void shouldAllowItsStyleSheetAndNothingElse() throws Exception {
        String html = Reports.sample().toHtml();
        String css = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8)));
        assertThat(all(parse(html), "meta"))
                .filteredOn(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .extracting(meta -> meta.getAttribute("content"))
                .containsExactly(
                        "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'");
        assertThat(css).doesNotContain("url(", "@import");
    }

    @Test
    void shouldSayTheVerdictFirstAndTheWorstFailureFirst() throws Exception {
        Document page = parse(Reports.sample().toHtml());
        assertThat(texts(page, "title").get(0)).isEqualTo("Failed: Fraud detection");
        assertThat(texts(page, "main").get(0))
                .startsWith("✗Failed: 2 of 14 checks.\naccuracy 0.9123 is below min 0.92.");
        assertThat(texts(page, "tbody").get(0)).startsWith("✗ failed accuracy min 0.92");
    }

    @Test
    void shouldHaveHeadingsInOrderAndHeadersInTables() throws Exception {
        Document page = parse(Reports.sample().toHtml());
        assertThat(texts(page, "h1")).containsExactly("Fraud detection");
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "Checks", "Metrics", "Plots", "History", "Parameters", "Data", "Model files", "Lineage");
        assertThat(all(page, "th")).allMatch(th -> th.getAttribute("scope").matches("col|row"));
        assertThat(all(page, "svg"))
                .allMatch(svg -> svg.hasAttribute("aria-hidden")
                        || svg.hasAttribute("aria-labelledby")
                                && svg.getElementsByTagName("title").getLength() > 0);
    }

    @Test
    void shouldDrawTheBaselineBesideTheCandidate() throws Exception {
        String html = Reports.sample().toHtml();
        assertThat(texts(parse(html), "li"))
                .contains("candidate, AUC 0.945", "baseline, AUC 0.9471", "train of the baseline, last 0.1664");
        assertThat(html).contains("class=\"s0 base\"");
        assertThat(texts(parse(html), "text")).contains("min 0.92", "max 50");
    }

    @Test
    void shouldShowNumbersForPeopleAndExactOnesBehindThePointer() throws Exception {
        DiffRow row = Reports.row("accuracy", "0.91200000000000003", "0.9", DiffRow.Change.WORSE);
        Document page = parse(EvaluationReport.of(
                        "t",
                        Instant.EPOCH,
                        Section.named("").metrics(List.of(row)).build())
                .toHtml());
        assertThat(all(page, "td")).anySatisfy(td -> {
            assertThat(td.getTextContent()).isEqualTo("0.912");
            assertThat(td.getAttribute("title")).isEqualTo("0.91200000000000003");
        });
    }

    @Test
    void shouldFoldWhatIsEqualAndStayLightWithManyMetrics() throws Exception {
        List<DiffRow> metrics = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            boolean worse = i % 100 == 0;
            metrics.add(Reports.row(
                    "slice." + i, "0.5", worse ? "0.4" : "0.5", worse ? DiffRow.Change.WORSE : DiffRow.Change.EQUAL));
            checks.add(Reports.check(
                    "slice." + i,
                    worse ? "0.4" : "0.5",
                    "0.45",
                    worse ? Check.Outcome.FAILED : Check.Outcome.PASSED,
                    Severity.FAIL));
        }
        String html = EvaluationReport.of(
                        "t",
                        Instant.EPOCH,
                        Section.named("")
                                .baseline("main")
                                .verdict(new Verdict(checks))
                                .metrics(metrics)
                                .build())
                .toHtml();
        assertThat(html).hasSizeLessThan(500_000);
        assertThat(texts(parse(html), "summary")).containsExactly("Passed checks (495)", "Equal metrics (495)");
    }

    @Test
    void shouldShowValuesAloneWithoutABaseline() throws Exception {
        DiffRow row = new DiffRow(
                "metrics.json",
                "accuracy",
                Optional.empty(),
                Optional.of(new Value.Numeric(new BigDecimal("0.9"))),
                Optional.empty(),
                Optional.empty(),
                Direction.HIGHER_IS_BETTER,
                DiffRow.Change.NEW);
        EvaluationReport report = EvaluationReport.of(
                "t", Instant.EPOCH, Section.named("").metrics(List.of(row)).build());
        Document page = parse(report.toHtml());
        assertThat(texts(page, "th")).containsExactly("Name", "Value", "accuracy");
        assertThat(texts(page, "p")).contains("There is no baseline to compare with.");
        assertThat(report.toMarkdown()).contains("| New | Value |\n| --- | ---: |\n| accuracy | 0.9 |");
    }

    @Test
    void shouldGiveEachTrainingItsSectionAndVerdict() throws Exception {
        Section bad = Section.named("ranker")
                .verdict(new Verdict(List.of(Reports.check("auc", "0.4", "0.5", Check.Outcome.FAILED, Severity.FAIL))))
                .build();
        Section good = Section.named("classifier")
                .verdict(new Verdict(List.of(Reports.check("auc", "0.6", "0.5", Check.Outcome.PASSED, Severity.FAIL))))
                .build();
        EvaluationReport report = new EvaluationReport("models", Instant.EPOCH, Optional.empty(), List.of(good, bad));
        Document page = parse(report.toHtml());
        assertThat(texts(page, "h2")).containsExactly("Trainings", "classifier ✓ Passed", "ranker ✗ Failed");
        assertThat(report.headline()).isEqualTo("Failed: 1 of 2 checks. auc 0.4 against min 0.5.");
    }
}
