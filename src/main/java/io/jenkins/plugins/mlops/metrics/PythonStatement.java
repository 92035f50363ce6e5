package io.jenkins.plugins.mlops.metrics;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * One logical line of Python: comments gone, lines joined inside brackets and after a backslash.
 *
 * @param indent columns of white space before it, a tab to the next multiple of 8 as Python has it
 */
record PythonStatement(String code, int indent, int line) {

    Position at(String file) {
        return new Position(file, line, indent + 1);
    }

    static List<PythonStatement> split(String text, String file) throws DocumentException {
        List<PythonStatement> statements = new ArrayList<>();
        StringBuilder code = new StringBuilder();
        int line = 1;
        int startLine = 1;
        int brackets = 0;
        int at = 0;
        boolean continues = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '"' || c == '\'') {
                int end = endOfString(text, at);
                if (end < 0) {
                    throw new DocumentException(
                            new Position(file, line, 0), "not valid Python: a string without an end");
                }
                code.append(text, at, end);
                line += (int)
                        text.substring(at, end).chars().filter(x -> x == '\n').count();
                at = end;
            } else if (c == '\\' && lineEnds(text, at + 1)) {
                at = text.indexOf('\n', at) + 1;
                line++;
            } else if (c == '\n' || (c == ';' && brackets == 0)) {
                if (brackets > 0) {
                    code.append(' ');
                } else {
                    add(statements, code, startLine, continues);
                    continues = c == ';';
                }
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                if (code.isEmpty()) {
                    startLine = line;
                }
                brackets += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                code.append(c);
                at++;
            }
        }
        if (brackets > 0) {
            throw new DocumentException(
                    new Position(file, startLine, 0), "not valid Python: a bracket that opens here is never closed");
        }
        add(statements, code, startLine, continues);
        return statements;
    }

    /** @param continues after a semicolon: indented as the statement before */
    private static void add(List<PythonStatement> statements, StringBuilder code, int line, boolean continues) {
        String text = code.toString();
        code.setLength(0);
        if (text.isBlank()) {
            return;
        }
        int indent = 0;
        int at = 0;
        while (Character.isWhitespace(text.charAt(at))) {
            indent = text.charAt(at) == '\t' ? (indent / 8 + 1) * 8 : indent + 1;
            at++;
        }
        if (continues && !statements.isEmpty()) {
            indent = statements.get(statements.size() - 1).indent();
        }
        statements.add(new PythonStatement(text.strip(), indent, line));
    }

    private static boolean lineEnds(String text, int at) {
        return text.startsWith("\n", at) || text.startsWith("\r\n", at);
    }

    /** @return after the closing quote; -1 where there is none */
    private static int endOfString(String text, int start) {
        String quote = text.substring(start, start + 1);
        String triple = quote.repeat(3);
        boolean isTriple = text.startsWith(triple, start);
        String close = isTriple ? triple : quote;
        for (int at = start + close.length(); at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (text.startsWith(close, at)) {
                return at + close.length();
            } else if (c == '\n' && !isTriple) {
                return -1;
            }
        }
        return -1;
    }
}
