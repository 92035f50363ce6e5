package io.jenkins.plugins.mlops.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlops.metrics.Metric;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * An in-toto Statement v1 with a SLSA Provenance v1 predicate, not signed. The models are the subject; code, data and lock files are resolved dependencies; metrics are byproducts with their content.
 *
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto Statement</a>
 * @see <a href="https://slsa.dev/spec/v1.0/provenance">SLSA Provenance</a>
 */
public final class InTotoStatement {

    /**
     * What the external parameters of this predicate mean: {@code command}, the arguments of the process; {@code parameters}, those in files by their qualified name; {@code seeds}, environment
     * variables.
     */
    static final String BUILD_TYPE = "https://plugins.jenkins.io/mlops-pipeline/training/v1";

    private InTotoStatement() {}

    /** @throws IllegalArgumentException where there is no model, since a statement needs a subject */
    public static String text(Provenance provenance) {
        if (provenance.models().isEmpty()) {
            throw new IllegalArgumentException("a statement needs at least one model to be about");
        }
        ObjectNode statement = JsonText.object().put("_type", "https://in-toto.io/Statement/v1");
        ArrayNode subject = statement.putArray("subject");
        for (Artifact model : provenance.models()) {
            subject.addObject()
                    .put("name", model.path())
                    .putObject("digest")
                    .put("sha256", model.sha256())
                    .put("md5", model.md5());
        }
        statement.put("predicateType", "https://slsa.dev/provenance/v1");
        ObjectNode predicate = statement.putObject("predicate");
        buildDefinition(provenance, predicate.putObject("buildDefinition"));
        runDetails(provenance, predicate.putObject("runDetails"));
        return JsonText.indented(statement);
    }

    private static void buildDefinition(Provenance provenance, ObjectNode definition) {
        Lineage lineage = provenance.lineage();
        Environment environment = lineage.environment();
        definition.put("buildType", BUILD_TYPE);
        ObjectNode external = definition.putObject("externalParameters");
        ArrayNode command = external.putArray("command");
        provenance.command().forEach(command::add);
        ObjectNode parameters = external.putObject("parameters");
        for (Metric parameter : lineage.parameters().metrics()) {
            JsonText.put(parameters, parameter.qualifiedName(), parameter.value());
        }
        put(external.putObject("seeds"), environment.seeds());

        ObjectNode internal = definition.putObject("internalParameters");
        internal.put("os", environment.os()).put("arch", environment.arch());
        put(internal.putObject("tools"), environment.tools());
        ArrayNode accelerators = internal.putArray("accelerators");
        environment.accelerators().forEach(accelerators::add);
        environment.image().ifPresent(image -> internal.put("image", image));

        dependencies(lineage, definition.putArray("resolvedDependencies"));
    }

    private static void dependencies(Lineage lineage, ArrayNode dependencies) {
        CodeVersion code = lineage.code();
        ObjectNode source = dependencies.addObject().put("name", "code");
        CodeUri.of(code).ifPresent(uri -> source.put("uri", "git+" + uri + "@" + code.commit()));
        source.putObject("digest").put("gitCommit", code.commit());
        if (!code.modified().isEmpty()) {
            // The commit alone is not what ran.
            ArrayNode modified = source.putObject("annotations").putArray("modified");
            code.modified().forEach(modified::add);
        }
        for (DataInput data : lineage.data()) {
            ObjectNode digest =
                    dependencies.addObject().put("name", data.path()).putObject("digest");
            boolean folder = data.hash().endsWith(".dir");
            // For a folder DVC hashes its manifest, which is not the md5 of any file in it.
            digest.put(folder ? "dvcDirMd5" : "md5", folder ? data.hash().substring(0, 32) : data.hash());
        }
        for (Map.Entry<String, String> lock :
                new TreeMap<>(lineage.environment().lockFiles()).entrySet()) {
            dependencies
                    .addObject()
                    .put("name", lock.getKey())
                    .putObject("digest")
                    .put("sha256", lock.getValue());
        }
    }

    private static void runDetails(Provenance provenance, ObjectNode details) {
        details.putObject("builder").put("id", provenance.builder());
        details.putObject("metadata")
                .put("invocationId", provenance.invocationId())
                .put(
                        "startedOn",
                        provenance.started().truncatedTo(ChronoUnit.SECONDS).toString())
                .put(
                        "finishedOn",
                        provenance.finished().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!provenance.metrics().isEmpty()) {
            ObjectNode metrics = JsonText.object();
            for (Metric metric : provenance.metrics().metrics()) {
                JsonText.put(metrics, metric.qualifiedName(), metric.value());
            }
            byte[] content = metrics.toString().getBytes(StandardCharsets.UTF_8);
            details.putArray("byproducts")
                    .addObject()
                    .put("name", "metrics")
                    .put("mediaType", "application/json")
                    .put("content", Base64.getEncoder().encodeToString(content));
        }
    }

    private static void put(ObjectNode object, Map<String, String> map) {
        new TreeMap<>(map).forEach(object::put);
    }
}
