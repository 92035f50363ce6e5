package io.jenkins.plugins.mlops.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlops.metrics.Metric;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A CycloneDX 1.6 ML-BOM: models with their model cards, the data they were trained on, and the lock files.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
public final class MlBom {

    private static final String RUN = "run";

    private MlBom() {}

    public static String text(Provenance provenance) {
        Lineage lineage = provenance.lineage();
        byte[] seed = (provenance.builder() + '\0' + provenance.invocationId()).getBytes(StandardCharsets.UTF_8);
        ObjectNode bom = JsonText.object()
                .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(seed))
                .put("version", 1);
        ObjectNode metadata = bom.putObject("metadata");
        metadata.put(
                "timestamp",
                provenance.finished().truncatedTo(ChronoUnit.SECONDS).toString());
        run(provenance, metadata.putObject("component"));

        ArrayNode components = bom.putArray("components");
        List<String> models = new ArrayList<>();
        for (Artifact model : provenance.models()) {
            models.add(model(provenance, model, components.addObject()));
        }
        List<String> inputs = new ArrayList<>();
        for (DataInput data : lineage.data()) {
            inputs.add(data(data, components.addObject()));
        }
        new TreeMap<>(lineage.environment().lockFiles()).forEach((name, sha256) -> {
            ObjectNode component = component(components.addObject(), "file", "lock:" + name, name);
            hash(component.putArray("hashes"), "SHA-256", sha256);
            inputs.add("lock:" + name);
        });

        ArrayNode dependencies = bom.putArray("dependencies");
        dependsOn(dependencies, RUN, models);
        models.forEach(model -> dependsOn(dependencies, model, inputs));
        inputs.forEach(input -> dependsOn(dependencies, input, List.of()));
        return JsonText.indented(bom);
    }

    private static void run(Provenance provenance, ObjectNode run) {
        CodeVersion code = provenance.lineage().code();
        Environment environment = provenance.lineage().environment();
        component(run, "application", RUN, "training run " + provenance.invocationId());
        run.put("version", code.commit());
        CodeUri.of(code).ifPresent(uri -> run.putArray("externalReferences")
                .addObject()
                .put("type", "vcs")
                .put("url", uri));
        Map<String, String> properties = new TreeMap<>();
        properties.put("mlops:command", String.join(" ", provenance.command()));
        properties.put("mlops:dataVersion", provenance.lineage().dataVersion());
        properties.put("mlops:platform", environment.os() + " " + environment.arch());
        environment.image().ifPresent(image -> properties.put("mlops:image", image));
        environment.seeds().forEach((name, value) -> properties.put("mlops:seed:" + name, value));
        environment.tools().forEach((name, value) -> properties.put("mlops:tool:" + name, value));
        if (!code.modified().isEmpty()) {
            properties.put("mlops:modified", String.join(" ", code.modified()));
        }
        properties(run.putArray("properties"), properties);
    }

    private static String model(Provenance provenance, Artifact model, ObjectNode component) {
        Lineage lineage = provenance.lineage();
        String ref = "model:" + model.path();
        component(component, "machine-learning-model", ref, model.path());
        component.put("version", model.md5());
        ArrayNode hashes = component.putArray("hashes");
        hash(hashes, "MD5", model.md5());
        hash(hashes, "SHA-256", model.sha256());
        ObjectNode card = component.putObject("modelCard");
        ArrayNode datasets = card.putObject("modelParameters").putArray("datasets");
        lineage.data().forEach(data -> datasets.addObject().put("ref", "data:" + data.path()));
        ArrayNode metrics = card.putObject("quantitativeAnalysis").putArray("performanceMetrics");
        for (Metric metric : provenance.metrics().metrics()) {
            metrics.addObject()
                    .put("type", metric.qualifiedName())
                    .put("value", metric.value().display());
        }
        Map<String, String> hyperparameters = new TreeMap<>();
        for (Metric parameter : lineage.parameters().metrics()) {
            hyperparameters.put(
                    "mlops:hyperparameter:" + parameter.qualifiedName(),
                    parameter.value().display());
        }
        properties(card.putArray("properties"), hyperparameters);
        return ref;
    }

    private static String data(DataInput data, ObjectNode component) {
        String ref = "data:" + data.path();
        component(component, "data", ref, data.path());
        component.put("version", data.hash());
        // Of a folder this is the hash of DVC's manifest; the version above says so with its .dir.
        hash(component.putArray("hashes"), "MD5", data.hash().substring(0, 32));
        component.putArray("data").addObject().put("type", "dataset").put("name", data.path());
        return ref;
    }

    private static ObjectNode component(ObjectNode component, String type, String ref, String name) {
        return component.put("type", type).put("bom-ref", ref).put("name", name);
    }

    private static void hash(ArrayNode hashes, String algorithm, String content) {
        hashes.addObject().put("alg", algorithm).put("content", content);
    }

    private static void properties(ArrayNode properties, Map<String, String> values) {
        values.forEach((name, value) -> properties.addObject().put("name", name).put("value", value));
    }

    private static void dependsOn(ArrayNode dependencies, String ref, List<String> refs) {
        ArrayNode dependsOn = dependencies.addObject().put("ref", ref).putArray("dependsOn");
        refs.forEach(dependsOn::add);
    }
}
