package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: model}
            spec:
              replicas: ${replicas}
              template:
                spec:
                  containers:
                    - name: model
                      image: ${image}
                      args: ["--shell=$${HOME}", "v${replicas}"]
            """;

    @Test
    void shouldFillInValuesAndKeepNumbersNumbers() throws DocumentException {
        Resource deployment = Manifest.parse(DEPLOYMENT, "model.yaml", Map.of("replicas", 3L, "image", "r/m:1"))
                .resources()
                .get(0);

        assertThat(deployment.at("spec", "replicas")).contains(3L);
        assertThat(deployment.toString()).isEqualTo("Deployment model");
        Map<?, ?> container = (Map<?, ?>)
                deployment.list("spec", "template", "spec", "containers").get(0);
        assertThat(container.get("image")).isEqualTo("r/m:1");
        assertThat(container.get("args")).isEqualTo(List.of("--shell=${HOME}", "v3"));
    }

    @Test
    void shouldReadSeveralDocumentsAndLists() throws DocumentException {
        Manifest manifest = Manifest.parse(
                """
                ---
                apiVersion: v1
                kind: List
                items:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: "1"}}
                ---
                # nothing
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: b}}
                """,
                "m.yaml",
                Map.of());

        assertThat(manifest.resources()).extracting(Resource::toString).containsExactly("ConfigMap a", "Secret b");
    }

    @Test
    void shouldNameThePlaceOfAValueThatNobodyGave() {
        assertThatThrownBy(() -> Manifest.parse(DEPLOYMENT, "model.yaml", Map.of("replicas", 1L)))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("model.yaml:10:")
                .hasMessageContaining("no value for ${image}; known are replicas");
    }

    @Test
    void shouldRefuseWhatBelongsToNoNamespace() {
        assertThatThrownBy(() -> Manifest.parse(
                        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: x}}",
                        "m.yaml",
                        Map.of()))
                .hasMessageContaining("m.yaml:1:1: ClusterRole x belongs to no namespace");
    }

    @Test
    void shouldRefuseWhatIsNoObjectOfKubernetes() {
        assertThatThrownBy(() -> Manifest.parse("replicas: 3", "values.yaml", Map.of()))
                .hasMessageContaining("values.yaml:1:1: the object has no apiVersion");
    }

    @Property
    void shouldNeverLetAValueBecomeMoreThanAText(@ForAll String value) throws DocumentException {
        Manifest manifest = Manifest.parse(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: \"a${v}b\"}}",
                "m.yaml",
                Map.of("v", value));

        assertThat(manifest.resources().get(0).at("data", "x")).contains("a" + value + "b");
    }
}
