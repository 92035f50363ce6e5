package io.jenkins.plugins.mlops.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * User text inside GitHub Flavored Markdown, so that it shows as it is and does nothing. GitHub turns mentions, issue numbers and bare addresses into links after
 * the Markdown is rendered, so a backslash does not stop them; a zero-width space does.
 */
final class MarkdownText {

    private static final String BREAK = "&#8203;";

    private static final Pattern ISSUE = Pattern.compile("(?i)(gh-)(?=\\d)");
    private static final Pattern WWW = Pattern.compile("(?i)(www)(?=\\.)");

    /** What needs no escaping in {@code [text](address)}. */
    private static final Pattern SAFE_URL = Pattern.compile("(?i)https?://[-a-z0-9/:.?=&_%#~+,;@]{1,300}");

    private MarkdownText() {}

    /** @param max code points of the text before escaping; an escaped one takes at most 8 bytes */
    static String of(String text, int max) {
        String clipped = Text.clip(Text.oneLine(text), max);
        clipped = ISSUE.matcher(clipped).replaceAll(match -> Matcher.quoteReplacement(match.group(1) + '\u0000'));
        clipped = WWW.matcher(clipped).replaceAll(match -> Matcher.quoteReplacement(match.group(1) + '\u0000'));
        StringBuilder escaped = new StringBuilder(clipped.length() + 16);
        for (int i = 0; i < clipped.length(); i++) {
            char c = clipped.charAt(i);
            switch (c) {
                case '\u0000' -> escaped.append(BREAK);
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '|' -> escaped.append("&#124;");
                case '@', '#' -> escaped.append(c).append(BREAK);
                case '\\', '`', '*', '[', ']', '~', '$' -> escaped.append('\\').append(c);
                case '_' -> escaped.append(insideWord(clipped, i) ? "_" : "\\_");
                case ':' -> escaped.append(clipped.startsWith("//", i + 1) ? ":" + BREAK : ":");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** {@code latency_p99_ms} needs no escape: an underscore between letters marks no emphasis. */
    private static boolean insideWord(String text, int i) {
        return i > 0
                && i < text.length() - 1
                && Character.isLetterOrDigit(text.charAt(i - 1))
                && Character.isLetterOrDigit(text.charAt(i + 1));
    }

    static String link(String text, Optional<String> url, int max) {
        String label = of(text, max);
        return url.filter(address -> SAFE_URL.matcher(address).matches())
                .map(address -> "[" + label + "](" + address + ")")
                .orElse(label);
    }
}
