package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        description = {
            "Go through all of it once, on a small real project: pull, train a baseline, change something on a branch, train again, decide.",
            "Needs Python 3.9 or later; no network, no dvc, no git."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String BASE_RATE = "learning_rate: 0.1";
    private static final String LAST_BATCH = "data/train/batch-3.csv";

    private final Mlops mlops;

    @Parameters(
            paramLabel = "<folder>",
            arity = "0..1",
            defaultValue = "mlops-demo",
            description = "Where to make it; must not be there yet, or be empty. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(names = "--no-open", description = "Don't open the report, also where a desktop is.")
    private boolean noOpen;

    DemoCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Path place = machine.directory().resolve(folder).normalize();
        requireEmpty(place);
        String python = new Python(machine).find();
        Path project = place.resolve("digits");
        Path first = place.resolve("more-data.html");
        Path second = place.resolve("smaller-model.html");
        Narration tell = new Narration(machine.in(project), mlops.console());

        tell.step("Making a Git and DVC repository with real data in " + project);
        ExampleFiles.copyTo(project);
        Path remote = place.resolve("storage");
        DemoRepository.initializeDvc(project, "../../storage");
        byte[] newBatch = Files.readAllBytes(project.resolve(LAST_BATCH));
        Files.delete(project.resolve(LAST_BATCH));
        DemoStorage storage = new DemoStorage(remote);
        storage.publish(project.resolve("data/train"));
        storage.publish(project.resolve("data/test"));
        tell.say("800 images of handwritten digits to learn from and 597 to test are in a storage of their own, "
                + remote);
        tell.say("Git has the code, and the hashes of the data in data/*.dvc");

        try (DemoRepository git = DemoRepository.create(project, machine)) {
            git.commit("Read handwritten digits");

            tell.step("Baseline: pull the data, train on branch main, commit what was measured");
            tell.run("pull", "data/train", "data/test");
            train(tell, python);
            git.commit("Train the baseline");
            tell.say("git commit: metrics, plots and predictions of main");

            tell.step("Candidate 1, branch more-data: 400 more images, and a higher learning rate");
            git.newBranch("more-data", "main");
            Files.write(project.resolve(LAST_BATCH), newBatch);
            storage.publish(project.resolve("data/train"));
            setParameter(project, BASE_RATE, "learning_rate: 0.3");
            git.commit("Learn from 400 more images, faster");
            tell.run("pull", "data/train", "data/test");
            train(tell, python);
            tell.run("diff", "main");
            int warned = tell.run("gate", "--title", "Digits: more data", "--report", first.toString());
            git.commit("Train on more data");

            tell.step("Candidate 2, branch smaller-model: average 2 x 2 pixels, a quarter of the weights");
            git.newBranch("smaller-model", "main");
            setParameter(project, "pool: 1", "pool: 2");
            git.commit("Average 2 x 2 pixels");
            tell.run("pull", "data/train", "data/test");
            train(tell, python);
            int failed = tell.run("gate", "--title", "Digits: a smaller model", "--report", second.toString());
            git.commit("Train the smaller model");

            tell.step("What came of it");
            tell.say("more-data: the gate " + (warned == 0 ? "lets it through" : "stops it") + ". Report: " + first);
            tell.say("smaller-model: the gate " + (failed == 0 ? "lets it through" : "stops it") + ". Report: "
                    + second);
            tell.say("Look around in " + project + ": git log --all --oneline, mlops diff main more-data, gate.yaml");
            mlops.console().document(document(project, first, second, List.of(warned, failed)));
        }
        if (!noOpen) {
            new DesktopBrowser(machine).open(first, mlops.console());
        }
        return ExitCode.DONE;
    }

    private static void train(Narration tell, String python) throws IOException {
        int code = tell.run("train", "--", python, "train.py");
        if (code != ExitCode.DONE) {
            throw new IOException("The training of the demo failed; what it said is above.");
        }
    }

    private static void setParameter(Path project, String old, String now) throws IOException {
        Path params = project.resolve("params.yaml");
        String text = Files.readString(params);
        if (!text.contains(old)) {
            throw new IOException(params + " has no '" + old + "' to change.");
        }
        Files.write(params, text.replace(old, now).getBytes(StandardCharsets.UTF_8));
    }

    private static void requireEmpty(Path place) throws IOException, WrongUseException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> entries = Files.list(place)) {
                if (entries.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(place)) {
            throw new WrongUseException(
                    place + " is there already. Remove it, or name another folder: mlops demo <folder>");
        }
    }

    private static Map<String, Object> document(Path project, Path first, Path second, List<Integer> exitCodes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("project", project.toString());
        document.put("reports", List.of(first.toString(), second.toString()));
        document.put("gateExitCodes", exitCodes);
        return document;
    }

    /** Says what is done and runs the program's own commands, as a person would type them. */
    private static final class Narration {

        private final Machine machine;
        private final Console console;
        private int steps;

        Narration(Machine machine, Console console) {
            this.machine = machine;
            this.console = console;
        }

        void step(String text) {
            steps++;
            console.note((steps == 1 ? "" : System.lineSeparator())
                    + console.paint(Console.Color.BOLD, steps + ". " + text));
        }

        void say(String text) {
            console.note("   " + text);
        }

        int run(String... command) {
            console.note(console.paint(Console.Color.FAINT, "   $ mlops " + String.join(" ", command)));
            CommandLine line = Mlops.commandLine(machine, command);
            line.setOut(console.subordinate());
            line.setErr(console.messages());
            return line.execute(command);
        }
    }
}
