package io.jenkins.plugins.mlops.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Writes HTML that is well-formed XML as well, so that a strict parser can check it. Text and attributes are escaped here and nowhere else; there is no way to put
 * in markup as text.
 */
final class Markup {

    private final StringBuilder out;
    private final String idPrefix;
    private final Deque<String> open = new ArrayDeque<>();
    private int ids;

    private Markup(String start, String idPrefix) {
        this.out = new StringBuilder(start);
        this.idPrefix = idPrefix;
    }

    static Markup page() {
        return new Markup("<!DOCTYPE html>\n", "i");
    }

    /** @param idPrefix tells its ids from those of the page that it becomes a part of */
    static Markup part(String idPrefix) {
        return new Markup("", idPrefix);
    }

    /** @param attributes names and values in turn; a name whose value is empty is left out */
    Markup open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    Markup close() {
        String tag = open.pop();
        out.append("</").append(tag).append('>');
        if (isBlock(tag)) {
            out.append('\n');
        }
        return this;
    }

    /** An element without content: {@code meta} in HTML, any in SVG. */
    Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** A path or dotted name, which may break into lines where people would break it. */
    Markup name(String name) {
        String line = Text.oneLine(name);
        int from = 0;
        for (int i = 1; i < line.length() - 1; i++) {
            if ("._/:".indexOf(line.charAt(i)) >= 0) {
                text(line.substring(from, i + 1)).empty("wbr");
                from = i + 1;
            }
        }
        return text(line.substring(from));
    }

    /** A link for http and https; else the text alone, because {@code javascript:} is a URL too. */
    Markup link(String text, Optional<String> url) {
        if (url.isPresent() && url.get().matches("(?i)https?://[^\\s\\p{Cntrl}]+")) {
            return element("a", text, "href", url.get(), "rel", "noopener noreferrer");
        }
        return text(text);
    }

    /** @param css of our own; must not contain {@code <} or {@code &}, which HTML and XML read differently here */
    Markup style(String css) {
        if (css.contains("<") || css.contains("&")) {
            throw new IllegalArgumentException("style sheet with < or &");
        }
        out.append("<style>").append(css).append("</style>\n");
        return this;
    }

    /** Unique within the page. */
    String nextId() {
        ids++;
        return idPrefix + ids;
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
    }

    private void escape(String text) {
        String line = Text.oneLine(text);
        if (line.isEmpty()) {
            line = text.equals(" ") ? " " : "";
        } else {
            line = (text.charAt(0) == ' ' ? " " : "") + line + (text.charAt(text.length() - 1) == ' ' ? " " : "");
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    private static boolean isBlock(String tag) {
        return switch (tag) {
            case "a", "b", "span", "code", "td", "th", "text", "title", "small", "dt", "strong", "tspan" -> false;
            default -> true;
        };
    }

    /** Closes what is open. */
    String finish() {
        while (!open.isEmpty()) {
            close();
        }
        return out.toString();
    }
}
