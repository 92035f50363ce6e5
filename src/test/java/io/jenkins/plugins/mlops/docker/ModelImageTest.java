package io.jenkins.plugins.mlops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageListener;
import io.jenkins.plugins.mlops.image.ImagePlan;
import io.jenkins.plugins.mlops.image.ImagePublisher;
import io.jenkins.plugins.mlops.image.ImageReference;
import io.jenkins.plugins.mlops.image.ImageSpec;
import io.jenkins.plugins.mlops.image.ModelImage;
import io.jenkins.plugins.mlops.image.ModelImage.Outcome;
import io.jenkins.plugins.mlops.image.SmokeTest;
import io.jenkins.plugins.mlops.image.Workspaces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds, tries and pushes with a real daemon and a real registry. */
class ModelImageTest {

    @TempDir
    Path root;

    private final List<String> heard = new ArrayList<>();
    private final ImageListener listener = new ImageListener() {
        @Override
        public void started(String what) {
            heard.add(what);
        }

        @Override
        public void printed(String line) {
            heard.add(line);
        }

        @Override
        public void pushed(long bytes, long total) {
            heard.add("pushed " + bytes);
        }

        @Override
        public void warned(String message) {
            heard.add("warning: " + message);
        }
    };
    private final String repository = "fraud-" + UUID.randomUUID().toString().substring(0, 8);
    private RealDocker docker;
    private DockerImageBuilder builder;
    private DockerClient client;

    @BeforeEach
    void connect() throws IOException {
        docker = RealDocker.orSkip();
        Workspaces.create(root);
        // No layer of another test serves this one.
        Workspaces.write(root, "models/name.txt", repository);
        builder = new DockerImageBuilder(docker.connection(), Optional.empty());
        client = docker.connection().open();
    }

    @AfterEach
    void close() throws IOException {
        if (docker != null) {
            builder.close();
            client.close();
        }
    }

    private ImageSpec generated() {
        return Workspaces.generated(
                root, docker.registry() + "/" + repository, Workspaces.python(docker.pythonImage()));
    }

    private ImageSpec given(String dockerfile) throws IOException {
        Workspaces.write(root, "Dockerfile", "FROM " + docker.pythonImage() + "\n" + dockerfile);
        return Workspaces.given(root, docker.registry() + "/" + repository);
    }

    private ImagePublisher publisher() {
        return new ImagePublisher(builder, new HttpRegistry(RegistryAccess.anonymous()), listener);
    }

    private static ImagePlan plan(ImageSpec spec) throws IOException {
        return ImagePlan.of(spec, Workspaces.origin());
    }

    private Optional<String> digestInRegistry(ImageReference reference) throws IOException, InterruptedException {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + docker.registry() + "/v2/" + repository
                                        + "/manifests/" + reference.tag()))
                                .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return answer.headers().firstValue("Docker-Content-Digest").filter(digest -> answer.statusCode() == 200);
    }

    private List<String> layers(ImagePlan plan) {
        return client.inspectImageCmd(plan.reference().toString())
                .exec()
                .getRootFS()
                .getLayers();
    }

    @Test
    void shouldBuildTryAndPush() throws Exception {
        byte[] weights = new byte[3_000_000];
        new Random(repository.hashCode()).nextBytes(weights);
        Files.write(root.resolve("models/weights.bin"), weights);
        ImagePlan plan = plan(generated());

        ModelImage image = publisher().push(plan);

        assertThat(image.outcome()).isEqualTo(Outcome.BUILT_AND_PUSHED);
        assertThat(image.pinned())
                .isEqualTo(docker.registry() + "/" + repository + "@"
                        + digestInRegistry(plan.reference()).orElseThrow());
        assertThat(image.labels()).containsAllEntriesOf(plan.labels());
        assertThat(heard)
                .anyMatch(line -> line.startsWith("GET /health answered 200"))
                .noneMatch(line -> line.startsWith(" ---> "));
        assertThat(heard).anyMatch(line -> line.startsWith("pushed "));
        assertThat(docker.smokeContainersOf(repository)).isZero();
    }

    @Test
    void shouldNeitherBuildNorPushTheSameInputsTwice() throws Exception {
        ModelImage first = publisher().push(plan(generated()));
        heard.clear();

        ModelImage second = publisher().push(plan(generated()));

        assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_PUSHED);
        assertThat(second.pinned()).isEqualTo(first.pinned());
        assertThat(second.labels()).isEqualTo(first.labels());
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldPushWithoutABuildWhatWasBuiltBefore() throws Exception {
        assertThat(publisher().build(plan(generated())).outcome()).isEqualTo(Outcome.BUILT);
        assertThat(publisher().build(plan(generated())).outcome()).isEqualTo(Outcome.ALREADY_BUILT);

        assertThat(publisher().push(plan(generated())).outcome()).isEqualTo(Outcome.PUSHED);
        assertThat(digestInRegistry(plan(generated()).reference())).isPresent();
    }

    @Test
    void shouldSayThatATagMoves() throws Exception {
        ModelImage first = publisher().push(plan(generated()));
        Workspaces.write(root, "models/model.txt", "another training");

        ModelImage second = publisher().push(plan(generated()));

        assertThat(second.reference()).isEqualTo(first.reference());
        assertThat(second.digest()).isNotEqualTo(first.digest());
        assertThat(heard).anyMatch(line -> line.startsWith("warning: ") && line.contains(first.pinned()));
    }

    @Test
    void shouldMakeTheSameLayersAgain() throws Exception {
        ImagePlan plan = plan(generated());
        publisher().build(plan);
        List<String> first = layers(plan);
        client.removeImageCmd(plan.reference().toString()).withForce(true).exec();
        // Another second, and no cached layer.
        Thread.sleep(1_100);
        assertThat(publisher().build(plan).outcome()).isEqualTo(Outcome.BUILT);

        assertThat(layers(plan)).isEqualTo(first).hasSizeGreaterThan(1);
    }

    @Test
    void shouldAskByPost() throws Exception {
        SmokeTest test = SmokeTest.get("/predict")
                .withBody("{\"x\": 1}", "application/json")
                .onPort(8080)
                .expecting(200, Optional.of("application/json {\"x\": 1} weights 1 2 3"));

        assertThat(publisher().build(plan(generated().withSmoke(test))).outcome())
                .isEqualTo(Outcome.BUILT);
    }

    @Test
    void shouldNotPushWhatAnswersSomethingElse() throws Exception {
        SmokeTest test = SmokeTest.get("/predict").onPort(8080).answeringWithin(Duration.ofSeconds(3));
        ImagePlan plan = plan(generated().withSmoke(test));

        assertThatThrownBy(() -> publisher().push(plan))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("GET /predict")
                .hasMessageContaining("404 instead of 200: ok weights 1 2 3")
                .hasMessageContaining("\"GET /predict HTTP/1.1\" 404");
        assertThat(digestInRegistry(plan.reference())).isEmpty();
        assertThat(docker.smokeContainersOf(repository)).isZero();
    }

    @Test
    void shouldShowTheLogOfWhatEnds() throws Exception {
        Workspaces.write(root, "serve.py", "raise SystemExit('the model file is corrupt')");
        ImagePlan plan = plan(generated());

        assertThatThrownBy(() -> publisher().push(plan))
                .hasMessageContaining("ended with exit code 1")
                .hasMessageContaining("the model file is corrupt");
        assertThat(digestInRegistry(plan.reference())).isEmpty();
        assertThat(docker.smokeContainersOf(repository)).isZero();
    }

    @Test
    void shouldBuildAnewWhatDidNotAnswerOnceItsBaseIsPutRight(@TempDir Path folder) throws Exception {
        String base = repository + "-base:1";
        base(folder, base, "ENV PYTHONHOME=/nowhere\n");
        ImagePlan plan =
                plan(Workspaces.generated(root, docker.registry() + "/" + repository, Workspaces.python(base)));
        assertThatThrownBy(() -> publisher().build(plan)).hasMessageContaining("ended with exit code 1");
        heard.clear();
        assertThatThrownBy(() -> publisher().build(plan)).hasMessageContaining("ended with exit code 1");
        assertThat(heard).filteredOn(line -> line.startsWith("Starting")).hasSize(1);

        base(folder, base, "");

        assertThat(publisher().build(plan).outcome()).isEqualTo(Outcome.BUILT);
    }

    private void base(Path folder, String tag, String lines) throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + docker.pythonImage() + "\n" + lines);
        client.buildImageCmd(folder.toFile()).withTags(Set.of(tag)).start().awaitImageId();
    }

    @Test
    void shouldNotWaitForeverForWhatNeverListens() throws Exception {
        SmokeTest test = SmokeTest.get("/health").onPort(8080).answeringWithin(Duration.ofSeconds(2));
        ImagePlan plan = plan(given("ENTRYPOINT [\"sleep\", \"1000\"]\n").withSmoke(test));

        assertThatThrownBy(() -> publisher().build(plan))
                .hasMessageContaining("within 2 s")
                .hasMessageContaining("printed nothing");
        assertThat(docker.smokeContainersOf(repository)).isZero();
    }

    @Test
    void shouldRemoveTheContainerOfAnInterruptedRun() throws Exception {
        SmokeTest test = SmokeTest.get("/health").onPort(8080).answeringWithin(Duration.ofMinutes(5));
        ImagePlan plan = plan(given("ENTRYPOINT [\"sleep\", \"1000\"]\n").withSmoke(test));
        List<Throwable> ended = new ArrayList<>();
        Thread run = new Thread(() -> {
            try {
                publisher().build(plan);
            } catch (IOException | InterruptedException e) {
                ended.add(e);
            }
        });
        run.start();
        for (int i = 0; i < 300 && docker.smokeContainersOf(repository) == 0; i++) {
            Thread.sleep(100);
        }
        assertThat(docker.smokeContainersOf(repository)).isOne();

        run.interrupt();
        run.join(30_000);

        assertThat(ended).hasSize(1);
        assertThat(docker.smokeContainersOf(repository)).isZero();
    }

    @Test
    void shouldShowWhereTheDockerfileFailed() throws Exception {
        ImagePlan plan = plan(given("COPY models/ /models/\nRUN echo looking; cat /nowhere\n"));

        assertThatThrownBy(() -> publisher().build(plan))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(plan.reference().toString())
                .hasMessageContaining("returned a non-zero code: 1")
                .hasMessageContaining("looking")
                .hasMessageContaining("/nowhere");
    }

    @Test
    void shouldPassArgumentsAndTheCommitsTime() throws Exception {
        ImageSpec spec = given(
                        """
                ARG SOURCE_DATE_EPOCH
                ARG QUALITY
                RUN test "$SOURCE_DATE_EPOCH $QUALITY" = "1772366400 high"
                """)
                .withBuildArguments(Map.of("QUALITY", "high"));

        assertThat(publisher().build(plan(spec)).outcome()).isEqualTo(Outcome.BUILT);
        assertThat(heard).anyMatch(line -> line.startsWith("warning: The image is not tried"));
    }

    @Test
    void shouldAskThePortThatTheImageExposes() throws Exception {
        ImageSpec spec = given(
                        "COPY . /app\nWORKDIR /app\nENV PORT=9000\nEXPOSE 9000\nENTRYPOINT [\"python3\", \"serve.py\"]\n")
                .withSmoke(SmokeTest.get("/health"));

        publisher().build(plan(spec));

        assertThat(heard).anyMatch(line -> line.startsWith("GET /health answered 200"));
    }

    @Test
    void shouldSayThatTheDaemonIsNotThere() throws Exception {
        DockerConnection nowhere =
                new DockerConnection(URI.create("unix://" + root.resolve("none.sock")), Optional.empty());
        try (DockerImageBuilder absent = new DockerImageBuilder(nowhere, Optional.empty())) {
            assertThatThrownBy(() -> absent.find(plan(generated()).reference()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("none.sock")
                    .hasMessageContaining("DOCKER_HOST");
        }
    }
}
