package io.jenkins.plugins.mlops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;

/** Results on standard output, everything said about them on standard error; on standard output nothing but the document with {@code --json}. */
final class Console {

    /** How a person, or a program, wants to be talked to. */
    record Mode(boolean json, boolean quiet, boolean verbose) {}

    enum Color {
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        BOLD("1"),
        FAINT("2");

        private final String code;

        Color(String code) {
            this.code = code;
        }
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final Mode mode;
    private final Machine machine;

    Console(PrintWriter out, PrintWriter err, Mode mode, Machine machine) {
        this.out = out;
        this.err = err;
        this.mode = mode;
        this.machine = machine;
    }

    /** What the command was called for; not shown with {@code --json}, where {@link #document} is the result. */
    void result(String text) {
        if (!mode.json()) {
            out.println(text);
            out.flush();
        }
    }

    /** Text that is a document itself, as a report is; shown whatever the mode. */
    void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** The result with {@code --json}; numbers as numbers. */
    void document(Map<String, ?> document) {
        if (mode.json()) {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
            try {
                raw(new ObjectMapper().writer(printer).writeValueAsString(document) + "\n");
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the document is made of maps, lists, texts and numbers", e);
            }
        }
    }

    /** What is going on. */
    void note(String text) {
        if (!mode.quiet()) {
            say(text);
        }
    }

    void detail(String text) {
        if (mode.verbose()) {
            say(text);
        }
    }

    void warning(String text) {
        say(paint(Color.YELLOW, "warning:") + " " + text);
    }

    void error(String text) {
        say(paint(Color.RED, "error:") + " " + text);
    }

    private void say(String text) {
        err.println(text);
        err.flush();
    }

    /** Where a command that runs inside another one prints its results. */
    PrintWriter subordinate() {
        return mode.json() ? err : out;
    }

    PrintWriter messages() {
        return err;
    }

    boolean json() {
        return mode.json();
    }

    /** A place for lines that are written over; nothing where nobody watches. */
    Progress progress() {
        boolean watched = machine.terminal() && !mode.quiet() && !"dumb".equals(variable("TERM"));
        return watched ? new ProgressLine(err, new TerminalWidth(machine), System::nanoTime) : new Progress.Silent();
    }

    /** Color never carries the meaning alone. */
    String paint(Color color, String text) {
        boolean colored = machine.terminal()
                && !mode.json()
                && variable("NO_COLOR").isEmpty()
                && !"dumb".equals(variable("TERM"))
                && (!machine.isWindows() || !variable("WT_SESSION").isEmpty());
        return colored ? "\u001B[" + color.code + "m" + text + "\u001B[0m" : text;
    }

    private String variable(String name) {
        return machine.environment().getOrDefault(name, "");
    }
}
