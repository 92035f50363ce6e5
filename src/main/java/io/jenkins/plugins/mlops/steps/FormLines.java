package io.jenkins.plugins.mlops.steps;

import java.util.List;
import java.util.Optional;
import net.sf.json.JSONObject;

/** Lists that a form has in a text area, one item a line. */
final class FormLines {

    private FormLines() {}

    static String show(List<String> items) {
        return String.join("\n", items);
    }

    /** Takes the text area out of the form, so that what binds the form does not look for a setter. */
    static Optional<List<String>> take(JSONObject form, String field) {
        Object text = form.remove(field);
        return Optional.ofNullable(text).map(lines -> split(lines.toString()));
    }

    static List<String> split(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
