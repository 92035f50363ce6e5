package io.jenkins.plugins.mlops.steps;

import io.jenkins.plugins.mlops.training.TrainingPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.durable_task.BatchScriptStep;
import org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep;
import org.jenkinsci.plugins.workflow.steps.durable_task.ShellStep;

/** What a training without a body runs: a program with its arguments, which no shell may read otherwise, or the text of a script. */
final class TrainingCommand implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Means the same to every shell as it does to nobody else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@+=:,./-]+");

    private final ArrayList<String> words;
    private final String text;

    private TrainingCommand(List<String> words, String text) {
        this.words = new ArrayList<>(words);
        this.text = text;
    }

    /**
     * @param given null, text, or a list of texts
     * @throws IllegalArgumentException that says what to write instead
     */
    static TrainingCommand of(Object given) {
        if (given == null || given instanceof CharSequence && given.toString().isBlank()) {
            return new TrainingCommand(TrainingPlan.DEFAULT_COMMAND, "");
        }
        if (given instanceof CharSequence chars) {
            String text = chars.toString().strip();
            List<String> split = List.of(text.split(" +"));
            // A first word with = in it would be a variable.
            boolean plain = split.stream().allMatch(word -> PLAIN.matcher(word).matches())
                    && !split.get(0).contains("=");
            return plain ? new TrainingCommand(split, "") : new TrainingCommand(List.of(), text);
        }
        if (given instanceof List<?> list && !list.isEmpty()) {
            List<String> words = new ArrayList<>();
            for (Object word : list) {
                if (word == null || word.toString().indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("command has an argument that is null or has a NUL in it");
                }
                words.add(word.toString());
            }
            return new TrainingCommand(words, "");
        }
        throw new IllegalArgumentException(
                "command has to be text, as in command: 'python3 train.py', or a list of texts,"
                        + " as in command: ['python3', 'train.py']");
    }

    /** Words whose meaning no step before changed: {@code dvc repro} would do nothing a second time. */
    TrainingCommand forced() {
        return text.isEmpty() ? new TrainingCommand(TrainingPlan.forced(words), "") : this;
    }

    /** As the record has it: the arguments of a process. */
    List<String> recorded(boolean unix) {
        if (text.isEmpty()) {
            return List.copyOf(words);
        }
        return unix ? List.of("sh", "-c", text) : List.of("cmd", "/c", text);
    }

    boolean contains(String secret) {
        return text.contains(secret) || words.stream().anyMatch(word -> word.contains(secret));
    }

    /**
     * @return a step whose result is the exit code
     * @throws IllegalArgumentException for an argument that the shell of the system cannot be given
     */
    Step step(boolean unix) {
        DurableTaskStep step = unix ? new ShellStep(script(true)) : new BatchScriptStep(script(false));
        step.setReturnStatus(true);
        return step;
    }

    String script(boolean unix) {
        if (!text.isEmpty()) {
            return text;
        }
        String line = words.stream()
                .map(word -> PLAIN.matcher(word).matches() ? word : unix ? forShell(word) : forBatch(word))
                .collect(Collectors.joining(" "));
        return unix ? line : "@" + line;
    }

    private static String forShell(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** What cmd does within quotes, and what programs do with backslashes before one, leaves no way to write some texts. */
    private static String forBatch(String word) {
        if (word.matches("(?s).*[\"\\r\\n!].*")) {
            throw new IllegalArgumentException("the argument '" + word
                    + "' cannot be given through cmd, for it has a quote, an exclamation mark or a line break;"
                    + " write the command as one text, as a batch file would have it");
        }
        String doubled = word.endsWith("\\") ? word + "\\" : word;
        return "\"" + doubled.replace("%", "%%") + "\"";
    }
}
