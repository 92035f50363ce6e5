package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColouringTest {

    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {threshold: "0.5"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: anything}
            spec:
              replicas: 3
              selector: {matchLabels: {app: fraud}}
              template:
                metadata: {labels: {app: fraud}}
                spec:
                  volumes:
                    - {name: v, configMap: {name: settings}}
                    - {name: w, projected: {sources: [{configMap: {name: settings}}]}}
                    - {name: o, configMap: {name: not-ours}}
                  containers:
                    - name: model
                      image: r/fraud:1
                      ports: [{containerPort: 9000}]
                      envFrom: [{configMapRef: {name: settings}}]
                      env: [{name: T, valueFrom: {configMapKeyRef: {name: settings, key: threshold}}}]
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: scale}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: anything}, maxReplicas: 9}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: budget}
            spec: {minAvailable: 1, selector: {matchLabels: {app: fraud}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: fraud}
            spec: {selector: {app: fraud}, ports: [{port: 8000, targetPort: 9000}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: token}
            """;

    private static Colouring colouring(String yaml) {
        try {
            return new Colouring(
                    new AppNames("fraud"),
                    "prod",
                    Manifest.parse(yaml, "m.yaml", Map.of()),
                    "r1",
                    new Provenance("https://ci/1", "abc", "def", "sha256:1"));
        } catch (DocumentException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Resource find(List<Resource> resources, String name) {
        return resources.stream()
                .filter(resource -> resource.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + resources));
    }

    @Test
    void shouldGiveTheDeploymentAndWhatBelongsToItTheColour() {
        List<Resource> green = colouring(MANIFEST).coloured(Colour.GREEN, 3);

        assertThat(green)
                .extracting(Resource::toString)
                .containsExactly(
                        "ConfigMap settings-green",
                        "HorizontalPodAutoscaler scale-green",
                        "PodDisruptionBudget budget-green",
                        "Deployment fraud-green");
        assertThat(find(green, "HorizontalPodAutoscaler scale-green").text("spec", "scaleTargetRef", "name"))
                .contains("fraud-green");
        Map<String, String> selector = Map.of(AppNames.APP, "fraud", AppNames.COLOUR, "green");
        assertThat(find(green, "PodDisruptionBudget budget-green").texts("spec", "selector", "matchLabels"))
                .isEqualTo(selector);
        Resource deployment = find(green, "Deployment fraud-green");
        assertThat(deployment.texts("spec", "selector", "matchLabels")).isEqualTo(selector);
        assertThat(deployment.texts("spec", "template", "metadata", "labels"))
                .containsAllEntriesOf(selector)
                .containsEntry("app", "fraud");
        assertThat(deployment.texts("metadata", "annotations"))
                .containsEntry("mlops.jenkins.io/build-url", "https://ci/1")
                .containsEntry("mlops.jenkins.io/commit", "abc")
                .containsEntry("mlops.jenkins.io/data-version", "def")
                .containsEntry("mlops.jenkins.io/model-digest", "sha256:1");
        assertThat(deployment.texts("metadata", "labels"))
                .containsEntry("app.kubernetes.io/name", "fraud")
                .containsEntry("app.kubernetes.io/managed-by", "mlops-pipeline");
    }

    @Test
    void shouldLetReferencesFollowTheConfigMapsOfTheManifestAndNoOthers() {
        String deployment = RecordJson.text(find(colouring(MANIFEST).coloured(Colour.BLUE, 3), "Deployment fraud-blue")
                .tree());

        assertThat(deployment.split("settings-blue", -1)).hasSize(5);
        assertThat(deployment).doesNotContain("\"settings\"").contains("\"not-ours\"");
    }

    @Test
    void shouldLeaveWhatIsSharedButTheSelectorOfTheLiveService() {
        List<Resource> shared = colouring(MANIFEST).shared();

        assertThat(shared).extracting(Resource::toString).containsExactly("Service fraud", "Secret token");
        assertThat(shared.get(0).at("spec", "selector")).isEmpty();
        assertThat(shared.get(0).texts("metadata", "annotations")).isEmpty();
    }

    @Test
    void shouldTakeOverAsManyReplicasAsAnAutoscalerHasMade() {
        Side serving = new Side("blue", Optional.of("fraud-blue"), Map.of(), 7, "");

        assertThat(colouring(MANIFEST).replicas(serving)).isEqualTo(7);
        assertThat(colouring(MANIFEST.replace("HorizontalPodAutoscaler", "Other"))
                        .replicas(serving))
                .isEqualTo(3);
    }

    @Test
    void shouldHashTheSameForTheSameInputsOnly() {
        assertThat(colouring(MANIFEST).inputs())
                .isEqualTo(colouring(MANIFEST).inputs())
                .isNotEqualTo(colouring(MANIFEST.replace("0.5", "0.6")).inputs());
    }

    @Test
    void shouldRefuseAManifestThatIsNotAboutOneDeployment() {
        assertThatThrownBy(() -> colouring("{apiVersion: v1, kind: Secret, metadata: {name: x}}"))
                .hasMessageContaining("has 0 Deployments; a release is about exactly one");
        assertThatThrownBy(() -> colouring(MANIFEST.replace("replicas: 3", "replicas: 0")))
                .hasMessageContaining("has 0 replicas, which can never be ready");
        assertThatThrownBy(() -> colouring(MANIFEST.replace("{name: token}", "{name: token, namespace: other}")))
                .hasMessageContaining("Secret token says namespace other");
    }
}
