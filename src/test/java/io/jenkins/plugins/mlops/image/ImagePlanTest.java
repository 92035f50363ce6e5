package io.jenkins.plugins.mlops.image;

import static io.jenkins.plugins.mlops.image.Workspaces.globs;
import static io.jenkins.plugins.mlops.image.Workspaces.origin;
import static io.jenkins.plugins.mlops.image.Workspaces.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePlanTest {

    private static final String NAME = "registry.example/team/fraud";

    @TempDir
    Path root;

    @BeforeEach
    void createWorkspace() throws IOException {
        Workspaces.create(root);
    }

    private ImageSpec spec() {
        return Workspaces.generated(root, NAME, Workspaces.python("python:3.12-slim"));
    }

    @Test
    void shouldTagByCommitAndData() throws IOException {
        assertThat(ImagePlan.of(spec(), origin()).reference())
                .hasToString("registry.example/team/fraud:0123456789ab-fedcba98");
    }

    @Test
    void shouldLabelWhatItIsMadeFrom() throws IOException {
        assertThat(ImagePlan.of(spec(), origin()).labels())
                .containsEntry("org.opencontainers.image.revision", "0123456789abcdef0123456789abcdef01234567")
                .containsEntry("org.opencontainers.image.source", "https://git.example.org/fraud.git")
                .containsEntry("org.opencontainers.image.created", "2026-03-01T12:00:00Z")
                .containsEntry("org.opencontainers.image.title", "fraud")
                .containsEntry("org.opencontainers.image.version", "0123456789ab-fedcba98")
                .containsEntry("io.mlops.data-version", "fedcba9876543210fedcba9876543210")
                .containsEntry(
                        "io.mlops.model-digest",
                        // printf 'weights 1 2 3' | sha256sum
                        "sha256:" + SHA256_OF_THE_MODEL);
    }

    private static final String SHA256_OF_THE_MODEL =
            "a3b092187d13e33b1509ed322ff5be320e3e81f42cef737ab03e5ae273a61a55";

    @Test
    void shouldHaveTheSameInputsFromBuildToBuild() throws IOException {
        ImageOrigin later = new ImageOrigin(
                origin().code(),
                Workspaces.COMMITTED,
                origin().dataVersion(),
                Optional.empty(),
                Optional.of("https://user:secret@jenkins.example.org/job/fraud/2/"));

        ImagePlan plan = ImagePlan.of(spec(), later);

        assertThat(plan.inputDigest()).isEqualTo(ImagePlan.of(spec(), origin()).inputDigest());
        assertThat(plan.labels()).containsEntry("io.mlops.build-url", "https://jenkins.example.org/job/fraud/2/");
    }

    @Test
    void shouldHaveOtherInputsOfOtherModelBaseAndQuestion() throws IOException {
        String before = ImagePlan.of(spec(), origin()).inputDigest();

        assertThat(ImagePlan.of(Workspaces.generated(root, NAME, Workspaces.python("python:3.13-slim")), origin())
                        .inputDigest())
                .isNotEqualTo(before);
        assertThat(ImagePlan.of(spec().withSmoke(SmokeTest.get("/other")), origin())
                        .inputDigest())
                .isNotEqualTo(before);
        write(root, "models/model.txt", "weights 1 2 4");
        assertThat(ImagePlan.of(spec(), origin()).inputDigest()).isNotEqualTo(before);
    }

    @Test
    void shouldTellModifiedFilesByTheTag() throws IOException {
        ImagePlan plan = ImagePlan.of(spec(), origin("serve.py", "notes.txt", "models/model.txt"));

        assertThat(plan.reference().tag()).matches("0123456789ab-fedcba98-[0-9a-f]{8}");
        assertThat(plan.warnings())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("serve.py").doesNotContain("notes.txt"));
    }

    @Test
    void shouldAskAGeneratedServerOnItsPortWhateverItsBaseExposes() throws IOException {
        ImageSpec generated = Workspaces.generated(
                root, NAME, Workspaces.python("python:3.12-slim").withPort(9090));
        SmokeTest predict = SmokeTest.get("/predict");

        assertThat(ImagePlan.of(generated, origin()).smoke())
                .contains(SmokeTest.get("/health").onPort(9090));
        assertThat(ImagePlan.of(generated.withSmoke(predict), origin()).smoke()).contains(predict.onPort(9090));
        assertThat(ImagePlan.of(generated.withSmoke(predict.onPort(81)), origin())
                        .smoke())
                .contains(predict.onPort(81));
        write(root, "Dockerfile", "FROM scratch");
        assertThat(ImagePlan.of(Workspaces.given(root, NAME).withSmoke(predict), origin())
                        .smoke())
                .contains(predict);
    }

    @Test
    void shouldWarnThatTorchServeAnswersWithoutItsModels() throws IOException {
        write(root, "models/score.mar", "");
        ImageSpec spec = Workspaces.generated(root, NAME, ServerChoice.of(Server.TORCHSERVE, Optional.empty()));

        assertThat(ImagePlan.of(spec, origin()).warnings()).singleElement().satisfies(text -> assertThat(text)
                .contains("/predictions/<model>"));
        assertThat(ImagePlan.of(spec.withSmoke(SmokeTest.get("/ping")), origin())
                        .warnings())
                .hasSize(1);
        assertThat(ImagePlan.of(spec.withSmoke(SmokeTest.get("/predictions/score")), origin())
                        .warnings())
                .isEmpty();
    }

    @Test
    void shouldSendOnlyWhatAGeneratedImageNeeds() throws IOException {
        write(root, "requirements.txt", "numpy==2.1.0");
        write(root, "lib/tool.py", "");

        assertThat(ImagePlan.of(spec().including(globs("lib")), origin())
                        .context()
                        .paths())
                .containsExactly(
                        "Dockerfile",
                        "image",
                        "image/app",
                        "image/app/lib",
                        "image/app/lib/tool.py",
                        "image/app/models",
                        "image/app/models/model.txt",
                        "image/app/serve.py",
                        "packages",
                        "packages/app",
                        "packages/app/requirements.txt");
    }

    @Test
    void shouldSayWhichModelIsMissing() {
        ImageSpec missing = ImageSpec.of(
                ImageName.of(NAME), root, globs("models", "out/*.pkl"), new ImageSource.Given("Dockerfile"));

        assertThatThrownBy(() -> ImagePlan.of(missing, origin()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'out/*.pkl'")
                .hasMessageContaining("pull it");
    }

    @Test
    void shouldSayWhichLineLeavesTheModelOut() throws IOException {
        write(root, "Dockerfile", "FROM scratch");
        write(root, ".dockerignore", "# all\n**\n!serve.py\n");

        assertThatThrownBy(() -> ImagePlan.of(Workspaces.given(root, NAME), origin()))
                .hasMessageContaining("line 2 of .dockerignore, '**'")
                .hasMessageContaining("!models/model.txt");
    }

    @Test
    void shouldPreferTheDockerfilesOwnIgnoreFile() throws IOException {
        write(root, "Dockerfile", "FROM scratch");
        write(root, ".dockerignore", "models");
        write(root, "Dockerfile.dockerignore", "data");

        assertThat(ImagePlan.of(Workspaces.given(root, NAME), origin())
                        .context()
                        .paths())
                .contains("models/model.txt", "Dockerfile")
                .doesNotContain("data/train.csv");
    }

    @Test
    void shouldSayThatThereIsNoDockerfile() {
        assertThatThrownBy(() -> ImagePlan.of(Workspaces.given(root, NAME), origin()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no Dockerfile")
                .hasMessageContaining("one of the servers");
    }

    @Test
    void shouldRefuseSecretsAsBuildArguments() {
        for (Map<String, String> arguments : java.util.List.of(
                Map.of("PIP_PASSWORD", "hunter2"),
                Map.of("apiKey", "hunter2"),
                Map.of("INDEX", "https://me:hunter2@pypi.example.org/simple"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec().withBuildArguments(arguments))
                    .withMessageContaining(arguments.keySet().iterator().next())
                    .withMessageContaining("looks like a secret")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        }
    }
}
