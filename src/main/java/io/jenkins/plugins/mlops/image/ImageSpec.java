package io.jenkins.plugins.mlops.image;

import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a person asks for.
 *
 * @param root the workspace
 * @param caches folders whose files links of the workspace may stand for, as DVC's cache
 * @param models files that the model is made of; at least one
 * @param include further files for a generated image
 * @param buildArguments values of {@code ARG} lines; anyone who has the image can read them
 */
public record ImageSpec(
        ImageName name,
        Path root,
        List<Path> caches,
        List<PathGlob> models,
        List<PathGlob> include,
        ImageSource source,
        Map<String, String> buildArguments,
        Optional<SmokeTest> smoke) {

    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(passw|secret|token|credential|api_?key|private_?key|access_?key).*", Pattern.DOTALL);
    private static final Pattern URL_LOGIN = Pattern.compile("(?s).*://[^/\\s]*:[^/\\s]*@.*");

    public ImageSpec {
        caches = List.copyOf(caches);
        models = List.copyOf(models);
        include = List.copyOf(include);
        buildArguments = Map.copyOf(buildArguments);
        if (models.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot make a model's image without a model: name its files, as models/model.pkl");
        }
        buildArguments.forEach(ImageSpec::check);
    }

    public static ImageSpec of(ImageName name, Path root, List<PathGlob> models, ImageSource source) {
        return new ImageSpec(name, root, List.of(), models, List.of(), source, Map.of(), Optional.empty());
    }

    public ImageSpec withCaches(List<Path> folders) {
        return new ImageSpec(name, root, folders, models, include, source, buildArguments, smoke);
    }

    public ImageSpec including(List<PathGlob> globs) {
        return new ImageSpec(name, root, caches, models, globs, source, buildArguments, smoke);
    }

    public ImageSpec withBuildArguments(Map<String, String> arguments) {
        return new ImageSpec(name, root, caches, models, include, source, new TreeMap<>(arguments), smoke);
    }

    public ImageSpec withSmoke(SmokeTest test) {
        return new ImageSpec(name, root, caches, models, include, source, buildArguments, Optional.of(test));
    }

    /** The value is in no message: it may be what should not be there. */
    private static void check(String name, String value) {
        if (!ARGUMENT.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a build argument; use letters, digits and _");
        }
        if (SECRET.matcher(name).matches() || URL_LOGIN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The build argument " + name
                            + " looks like a secret. Build arguments stay in the image's history, where everyone can read them who can pull it; fetch what needs the secret before, into the workspace");
        }
    }
}
