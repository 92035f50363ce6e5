package io.jenkins.plugins.mlops.dvc;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a target means; see {@link DvcRepository#plan}. The order is that of {@code collect_granular} in DVC 3. */
final class Targets {

    private final DvcRepository repository;

    Targets(DvcRepository repository) {
        this.repository = repository;
    }

    /** @param file empty where the text names no file: it is a stage or a path then */
    private record Address(Optional<String> file, Optional<String> stage) {}

    void select(String target, PullSelection selection) throws IOException {
        String text = File.separatorChar == '\\' ? target.replace('\\', '/') : target;
        Address address = parse(text);
        if (address.file().isPresent() && StageFile.isStageFile(address.file().get())) {
            Optional<StageFile> file = path(address.file().get()).isEmpty()
                    ? Optional.empty()
                    : repository.file(path(address.file().get()).get());
            List<Stage> stages = file.isEmpty() ? List.of() : stages(file.get(), address.stage());
            if (stages.isEmpty() && (file.isEmpty() || address.stage().isPresent())) {
                throw unknown(target);
            }
            stages.forEach(stage -> stage.outputs().forEach(selection::whole));
            return;
        }
        if (address.file().isEmpty() && selectStage(text, selection)) {
            return;
        }
        Optional<String> path = path(text);
        if (path.isEmpty() || !selectPath(path.get(), selection) && !selectFolder(path.get(), selection)) {
            throw unknown(target);
        }
    }

    /** The first {@code @} starts the key of a generated stage, which may have anything in it. */
    private static Address parse(String target) throws IOException {
        int at = target.indexOf('@');
        String group = at < 0 ? target : target.substring(0, at);
        int colon = group.lastIndexOf(':');
        String name = colon < 0 ? "" : group.substring(colon + 1);
        boolean named = colon >= 0 && !name.contains("/") && !name.contains("\\");
        String path = named ? group.substring(0, colon) : group;
        if (RepositoryPath.name(path).equals(StageFile.LOCK)) {
            throw new IOException("'" + target + "' is a lock file; use '"
                    + target.replaceFirst("dvc\\.lock", StageFile.PIPELINE) + "'");
        }
        if (!named) {
            return StageFile.isStageFile(target)
                    ? new Address(Optional.of(target), Optional.empty())
                    : new Address(Optional.empty(), Optional.of(target));
        }
        String stage = name.isEmpty() || at < 0 ? name : name + target.substring(at);
        return new Address(
                Optional.of(path.isEmpty() ? StageFile.PIPELINE : path),
                Optional.of(stage).filter(s -> !s.isEmpty()));
    }

    private boolean selectStage(String name, PullSelection selection) throws IOException {
        Optional<StageFile> file = repository.file(RepositoryPath.join(repository.folder(), StageFile.PIPELINE));
        if (file.isEmpty()) {
            return false;
        }
        List<Stage> stages = stages(file.get(), Optional.of(name));
        stages.forEach(stage -> stage.outputs().forEach(selection::whole));
        return !stages.isEmpty() || file.get().groups().contains(name);
    }

    /** @param name a stage, or a group of them; a {@code .dvc} file has one stage whatever it is called */
    private static List<Stage> stages(StageFile file, Optional<String> name) {
        if (name.isEmpty() || !RepositoryPath.name(file.path()).equals(StageFile.PIPELINE)) {
            return file.stages();
        }
        String prefix = name.get() + "@";
        boolean group = file.groups().contains(name.get());
        return file.stages().stream()
                .filter(stage -> stage.name()
                        .filter(n -> n.equals(name.get()) || group && n.startsWith(prefix))
                        .isPresent())
                .toList();
    }

    private boolean selectPath(String path, PullSelection selection) throws IOException {
        Optional<Output> output = beside(path);
        if (output.isEmpty()) {
            output = repository.output(path);
        }
        // There is nothing inside of a file.
        boolean found = output.isPresent()
                && (path.equals(output.get().path())
                        || output.get().id().map(ObjectId::isDirectory).orElse(true));
        if (found) {
            selection.path(output.get(), path);
        }
        return found;
    }

    /** Mostly {@code data} is declared by {@code data.dvc} beside it; then nothing else has to be parsed. */
    private Optional<Output> beside(String path) throws IOException {
        for (String candidate = path; !candidate.isEmpty(); candidate = RepositoryPath.parent(candidate)) {
            Optional<StageFile> file = repository.file(candidate + StageFile.SUFFIX);
            if (file.isPresent()) {
                for (Stage stage : file.get().stages()) {
                    for (Output output : stage.outputs()) {
                        if (output.path().equals(candidate)) {
                            return Optional.of(output);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean selectFolder(String folder, PullSelection selection) throws IOException {
        boolean found = false;
        for (Stage stage : repository.stages()) {
            boolean inside = RepositoryPath.isInsideOrSame(stage.file(), folder);
            for (Output output : stage.outputs()) {
                if (inside || RepositoryPath.isInsideOrSame(output.path(), folder)) {
                    selection.whole(output);
                    found = true;
                }
            }
        }
        return found;
    }

    /** @return from the repository's root; empty where the text leads out of it */
    private Optional<String> path(String text) {
        if (!RepositoryPath.isAbsolute(text)) {
            return RepositoryPath.normalize(repository.folder(), text);
        }
        if (!(repository.tree() instanceof FileSystemTree workspace)) {
            return Optional.empty();
        }
        try {
            Path absolute = Path.of(text).normalize();
            return absolute.startsWith(workspace.root())
                    ? Optional.of(
                            workspace.root().relativize(absolute).toString().replace(File.separatorChar, '/'))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private IOException unknown(String target) throws IOException {
        List<String> known = new ArrayList<>();
        for (Stage stage : repository.stages()) {
            known.add(stage.address());
            stage.outputs().forEach(output -> known.add(output.path()));
        }
        String from = repository.folder();
        List<String> seen = known.stream()
                .filter(path -> RepositoryPath.isInsideOrSame(path, from))
                .map(path -> from.isEmpty() ? path : path.substring(Math.min(path.length(), from.length() + 1)))
                .toList();
        return new UnknownTargetException(
                target, repository.tree().description(), NearestNames.of(target, seen.isEmpty() ? known : seen));
    }
}
