package io.jenkins.plugins.mlops.image;

import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of an image.
 *
 * @param context by path in the build context
 * @param dockerfile path in the context
 * @param models paths in the workspace
 * @param sources all paths in the workspace that went into the context
 * @param smoke what a generated server answers by itself
 */
record ImageFiles(
        Map<String, ContextEntry> context,
        String dockerfile,
        List<String> models,
        Set<String> sources,
        Optional<SmokeTest> smoke) {

    private static final String IGNORE_FILE = ".dockerignore";
    private static final String REQUIREMENTS = "requirements.txt";
    private static final long MAX_IGNORE_FILE = 1024 * 1024;

    static ImageFiles of(ImageSpec spec) throws IOException {
        Workspace workspace = new Workspace(spec.root(), spec.caches());
        List<String> models = workspace.find(spec.models(), "model");
        for (String model : models) {
            // Before anything reads it.
            workspace.entry(model);
        }
        if (spec.source() instanceof ImageSource.Generated generated) {
            return generated(generated.choice(), spec, workspace, models);
        }
        return given(((ImageSource.Given) spec.source()).dockerfile(), workspace, models);
    }

    /** A generated server listens on the port that was chosen for it, whatever else its base image exposes. */
    SmokeTest addressed(SmokeTest asked) {
        OptionalInt port = smoke.map(SmokeTest::port).orElseGet(OptionalInt::empty);
        return asked.port().isEmpty() && port.isPresent() ? asked.onPort(port.getAsInt()) : asked;
    }

    private static ImageFiles given(String dockerfile, Workspace workspace, List<String> models) throws IOException {
        String file = PathGlob.of(dockerfile).toString();
        if (!Files.isRegularFile(workspace.root().resolve(file))) {
            throw new ImageException("Cannot build the image: there is no Dockerfile " + dockerfile + " in "
                    + workspace.root() + ". Write it, name it, or choose one of the servers, which bring their own");
        }
        String ignoreFile =
                Files.isRegularFile(workspace.root().resolve(file + IGNORE_FILE)) ? file + IGNORE_FILE : IGNORE_FILE;
        DockerIgnore ignore = ignore(workspace, ignoreFile);
        requireModels(models, ignore, ignoreFile);
        Map<String, ContextEntry> context = new TreeMap<>(workspace.entries(ignore));
        // Docker sends these two in any case.
        context.put(file, workspace.entry(file));
        if (Files.isRegularFile(workspace.root().resolve(IGNORE_FILE))) {
            context.put(IGNORE_FILE, workspace.entry(IGNORE_FILE));
        }
        return new ImageFiles(context, file, models, Set.copyOf(context.keySet()), Optional.empty());
    }

    private static ImageFiles generated(ServerChoice choice, ImageSpec spec, Workspace workspace, List<String> models)
            throws IOException {
        DockerIgnore ignore = ignore(workspace, IGNORE_FILE);
        requireModels(models, ignore, IGNORE_FILE);
        Set<String> wanted = new TreeSet<>(models);
        wanted.addAll(workspace.find(appFiles(choice, workspace.root()), "app"));
        for (String path : workspace.find(spec.include(), "included")) {
            if (!ignore.ignores(path)) {
                wanted.add(path);
            }
        }
        Optional<String> requirements = requirements(choice, workspace.root(), models);
        requirements.ifPresent(wanted::add);
        Map<String, ContextEntry> files = new TreeMap<>();
        for (String path : wanted) {
            files.put(path, workspace.entry(path));
        }
        GeneratedDockerfile dockerfile = new GeneratedDockerfile(choice, models, requirements);
        SmokeTest smoke = SmokeTest.get(choice.healthPath()).onPort(choice.port());
        return new ImageFiles(dockerfile.context(files), GeneratedDockerfile.FILE, models, wanted, Optional.of(smoke));
    }

    /** The script, or the module: a file, or the package that it lies in. */
    private static List<PathGlob> appFiles(ServerChoice choice, Path root) {
        if (choice.server().app() == Server.App.NONE) {
            return List.of();
        }
        String app = choice.app().orElseThrow();
        if (choice.server().app() == Server.App.SCRIPT) {
            return List.of(PathGlob.literal(app));
        }
        String module = app.substring(0, app.indexOf(':'));
        int dot = module.indexOf('.');
        String top = dot < 0 ? module : module.substring(0, dot);
        boolean isPackage = Files.isDirectory(root.resolve(top));
        return List.of(isPackage ? PathGlob.of(top + "/**/*.py") : PathGlob.literal(top + ".py"));
    }

    private static Optional<String> requirements(ServerChoice choice, Path root, List<String> models)
            throws IOException {
        if (choice.requirements().isPresent()) {
            String file = PathGlob.of(choice.requirements().get()).toString();
            if (!Files.isRegularFile(root.resolve(file))) {
                throw new ImageException(
                        "Cannot make the image: there is no file " + file + " of required packages in " + root);
            }
            return Optional.of(file);
        }
        List<String> usual = new ArrayList<>();
        if (choice.server() == Server.MLFLOW) {
            models.stream().filter(path -> path.endsWith("/" + REQUIREMENTS)).forEach(usual::add);
        }
        usual.add(REQUIREMENTS);
        return usual.stream()
                .filter(file -> Files.isRegularFile(root.resolve(file)))
                .findFirst();
    }

    private static DockerIgnore ignore(Workspace workspace, String name) throws IOException {
        Path file = workspace.root().resolve(name);
        if (!Files.isRegularFile(file)) {
            return DockerIgnore.NONE;
        }
        if (Files.size(file) > MAX_IGNORE_FILE) {
            throw new ImageException("Cannot read " + file + ": it is larger than " + MAX_IGNORE_FILE
                    + " bytes, which no list of patterns is");
        }
        // The check that it does not lead out of the workspace.
        workspace.entry(name);
        return DockerIgnore.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), name);
    }

    private static void requireModels(List<String> models, DockerIgnore ignore, String ignoreFile)
            throws ImageException {
        for (String model : models) {
            Optional<IgnorePattern> line = ignore.ignoring(model);
            if (line.isPresent()) {
                throw new ImageException("Cannot take the model " + model + " into the image: line "
                        + line.get().line() + " of " + ignoreFile + ", '"
                        + line.get().text()
                        + "', leaves it out. Add a line below it: !" + model);
            }
        }
    }
}
