package io.jenkins.plugins.mlops.metrics;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Constants of a Python parameters file, found without running it: {@code NAME = literal} at the top level, in classes (as {@code Class.NAME}) and
 * {@code self.name = literal} in {@code __init__}. As in DVC, whatever is no literal is passed over, functions and {@code if} blocks too, and a later assignment
 * wins.
 */
final class PythonConstants {

    private static final Pattern CLASS = Pattern.compile("class\\s+(\\w+)\\b.*:", Pattern.DOTALL);
    private static final Pattern INIT = Pattern.compile("def\\s+__init__\\s*\\(.*", Pattern.DOTALL);
    private static final Pattern ASSIGNMENT = Pattern.compile("(self\\.)?(\\w+)\\s*(?::[^=]+)?=(?!=)\\s*");

    private final List<PythonStatement> statements;
    private final String file;
    private int next;

    private PythonConstants(List<PythonStatement> statements, String file) {
        this.statements = statements;
        this.file = file;
    }

    static Node read(String text, String file) throws DocumentException {
        if (text.length() > Documents.MAX_LENGTH) {
            throw new DocumentException(Position.in(file), "longer than " + Documents.MAX_LENGTH + " characters");
        }
        Map<String, Node> names = new LinkedHashMap<>();
        new PythonConstants(PythonStatement.split(text, file), file).block(-1, false, names, 0);
        return new Node.Mapping(names, Position.startOf(file));
    }

    /** Reads all statements that are indented deeper than {@code outer}. */
    private void block(int outer, boolean selfOnly, Map<String, Node> names, int depth) throws DocumentException {
        int indent = next < statements.size() ? statements.get(next).indent() : 0;
        while (next < statements.size() && statements.get(next).indent() > outer) {
            PythonStatement statement = statements.get(next++);
            // deeper lines belong to an if, for, with or function of this block
            if (statement.indent() != indent || depth > Documents.MAX_DEPTH) {
                continue;
            }
            Matcher type = CLASS.matcher(statement.code());
            if (type.matches()) {
                Map<String, Node> members = new LinkedHashMap<>();
                block(statement.indent(), false, members, depth + 1);
                names.put(type.group(1), new Node.Mapping(members, statement.at(file)));
            } else if (INIT.matcher(statement.code()).matches()) {
                block(statement.indent(), true, names, depth + 1);
            } else {
                assign(statement, selfOnly, names);
            }
        }
    }

    private void assign(PythonStatement statement, boolean selfOnly, Map<String, Node> names) {
        Matcher assignment = ASSIGNMENT.matcher(statement.code());
        if (!assignment.lookingAt() || selfOnly != (assignment.group(1) != null)) {
            return;
        }
        Optional<Node> value = PythonLiteral.parse(statement.code().substring(assignment.end()), statement.at(file));
        value.ifPresent(node -> names.put(assignment.group(2), node));
    }
}
