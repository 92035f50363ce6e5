package io.jenkins.plugins.mlops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The HTML form in pieces, for a page of somebody else's with {@code report.css} and an element of the class {@code report} around them. All text in them is
 * escaped.
 *
 * @param banner the verdict
 * @param trainings one for each section
 */
public record HtmlParts(String banner, List<Training> trainings) {

    /**
     * @param name for people
     * @param style {@code pass}, {@code warn}, {@code fail} or {@code none}
     * @param status the verdict in words
     * @param baseline in words; empty where there is none
     */
    public record Training(String name, String style, String status, String baseline, List<Topic> topics) {}

    /** @param id lower-case, the same for every training */
    public record Topic(String id, String title, String html) {}

    static HtmlParts of(EvaluationReport report) {
        Markup banner = Markup.part("b");
        HtmlReport.banner(banner, report.verdict());
        List<Training> trainings = new ArrayList<>();
        for (Section section : report.sections()) {
            Headline headline = Headline.of(section.verdict());
            trainings.add(new Training(
                    HtmlReport.name(section),
                    HtmlReport.style(headline.status()),
                    headline.status().sign + " " + headline.status().word,
                    section.baseline().orElse(""),
                    topics(section, "t" + trainings.size() + "-")));
        }
        return new HtmlParts(banner.finish(), List.copyOf(trainings));
    }

    private static List<Topic> topics(Section section, String prefix) {
        List<Topic> topics = new ArrayList<>();
        for (HtmlTopic topic : HtmlTopic.values()) {
            String id = topic.name().toLowerCase(Locale.ROOT);
            Markup html = Markup.part(prefix + id);
            topic.write(section, html, "h3");
            String text = html.finish();
            if (!text.isEmpty()) {
                topics.add(new Topic(id, topic.title, text));
            }
        }
        return List.copyOf(topics);
    }
}
