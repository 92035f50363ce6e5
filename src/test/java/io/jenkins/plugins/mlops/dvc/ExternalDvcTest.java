package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDvcTest {

    @TempDir
    Path folder;

    private final List<String> printed = new CopyOnWriteArrayList<>();

    private final PullListener listener = new PullListener() {
        @Override
        public void printed(String line) {
            printed.add(line);
        }
    };

    @Test
    void shouldPullWithTheInstalledDvcIntoTheGivenCache() throws Exception {
        RealDvc dvc = RealDvc.orSkip(folder.resolve("home"));
        Path workspace = pushedRepository(dvc);
        Path cache = folder.resolve("shared cache");

        new ExternalDvc(RealDvc.find().orElseThrow().toString(), environment())
                .pull(
                        workspace,
                        List.of("data.txt.dvc"),
                        PullOptions.DEFAULTS.withCacheDir(cache).withLinks(List.of(LinkType.COPY)),
                        Map.of(),
                        listener);

        assertThat(workspace.resolve("data.txt")).hasContent("hello");
        assertThat(cache.resolve("files/md5")).isDirectory();
        assertThat(workspace.resolve(".dvc/cache/files")).doesNotExist();
        assertThat(printed).anyMatch(line -> line.contains("data.txt"));
    }

    @Test
    void shouldHandCredentialsOverWithoutLeavingThemAnywhere() throws Exception {
        RealDvc dvc = RealDvc.orSkip(folder.resolve("home"));
        Path workspace = pushedRepository(dvc);
        Path storage = folder.resolve("storage");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String expected =
                    "Basic " + Base64.getEncoder().encodeToString("ann:s3\"cret".getBytes(StandardCharsets.UTF_8));
            boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            Path file = storage.resolve(exchange.getRequestURI().getPath().substring(1));
            int status = !known ? 401 : Files.isRegularFile(file) ? 200 : 404;
            byte[] body = status == 200 ? Files.readAllBytes(file) : new byte[0];
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        try {
            Files.writeString(
                    workspace.resolve(".dvc/config"),
                    "[core]\n    remote = storage\n['remote \"storage\"']\n    url = http://127.0.0.1:"
                            + server.getAddress().getPort() + "\n    auth = basic\n");
            new ExternalDvc(RealDvc.find().orElseThrow().toString(), environment())
                    .pull(
                            workspace,
                            List.of(),
                            PullOptions.DEFAULTS,
                            Map.of("storage", Credentials.of("ann", "s3\"cret")),
                            listener);
        } finally {
            server.stop(0);
        }
        assertThat(workspace.resolve("data.txt")).hasContent("hello");
        assertThat(filesContaining("s3\"cret")).isEmpty();
    }

    @Test
    void shouldRepeatWhatDvcSaidWhenItFails() throws Exception {
        RealDvc dvc = RealDvc.orSkip(folder.resolve("home"));
        Path workspace = pushedRepository(dvc);
        assertThatThrownBy(() -> new ExternalDvc(RealDvc.find().orElseThrow().toString(), environment())
                        .pull(workspace, List.of("nothing-here"), PullOptions.DEFAULTS, Map.of(), listener))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code")
                .hasMessageContaining("nothing-here");
    }

    @Test
    void shouldSayWhatToInstallWhereThereIsNoDvc() {
        assertThatThrownBy(() -> new ExternalDvc(folder.resolve("no-dvc").toString(), environment())
                        .pull(folder, List.of(), PullOptions.DEFAULTS, Map.of(), listener))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pip install");
    }

    @Test
    void shouldMaskSecretsInWhatDvcPrints() throws IOException {
        try (ExternalDvcSettings settings = new ExternalDvcSettings()) {
            settings.credentials("storage", Credentials.of("ann", "s3cret"));
            settings.credentials("cloud", new Credentials.AwsKeys("AKIA0", "k3y", "t0ken"));
            settings.credentials(
                    "host", new Credentials.SshKey("ann", "-----BEGIN X-----\nbase64-of-the-key\n", "phr4se"));
            assertThat(settings.mask("user ann sent s3cret and AKIA0, k3y, t0ken and base64-of-the-key, phr4se"))
                    .isEqualTo("user ann sent **** and ****, ****, **** and ****, ****");
        }
    }

    @Test
    void shouldTakeItsSettingsAwayWithTheRun() throws IOException {
        Path written;
        try (ExternalDvcSettings settings = new ExternalDvcSettings()) {
            settings.credentials("storage", Credentials.of("ann", "s3cret"));
            written = Path.of(settings.environment(Map.of()).get("DVC_SYSTEM_CONFIG_DIR"));
            assertThat(written.resolve("config")).content().contains("password = \"s3cret\"");
        }
        assertThat(written).doesNotExist();
    }

    @Test
    void shouldWriteAKeyAsOpenSshReadsIt() throws IOException {
        Path key;
        try (ExternalDvcSettings settings = new ExternalDvcSettings()) {
            settings.credentials("host", new Credentials.SshKey("ann", " BEGIN\r\nabc\r\nEND", ""));
            Path written = Path.of(settings.environment(Map.of()).get("DVC_SYSTEM_CONFIG_DIR"));
            key = written.resolve("key-1");
            assertThat(Files.readString(key)).isEqualTo("BEGIN\nabc\nEND\n");
            assertThat(written.resolve("config"))
                    .content()
                    .contains("user = \"ann\"", "keyfile = \"" + key + "\"")
                    .doesNotContain("passphrase");
        }
        assertThat(key).doesNotExist();
    }

    @Test
    void shouldHandOnKeysOfAwsByDvcsNames() throws IOException {
        try (ExternalDvcSettings settings = new ExternalDvcSettings()) {
            settings.credentials("cloud", new Credentials.AwsKeys("AKIA0", "k3y", "t0ken"));
            Map<String, String> variables = settings.environment(Map.of());
            assertThat(Path.of(variables.get("DVC_SYSTEM_CONFIG_DIR")).resolve("config"))
                    .content()
                    .contains("access_key_id = \"AKIA0\"", "secret_access_key = \"k3y\"", "session_token = \"t0ken\"");
            assertThat(variables).doesNotContainValue("k3y");
        }
    }

    @Test
    void shouldRefuseWhatAConfigurationCannotHold() throws IOException {
        try (ExternalDvcSettings settings = new ExternalDvcSettings()) {
            settings.credentials("storage\"]\n[core", Credentials.of("ann", "s3cret"));
            assertThatThrownBy(() -> settings.environment(Map.of())).isInstanceOf(IOException.class);
        }
    }

    private Path pushedRepository(RealDvc dvc) throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        dvc.git(workspace, "init", "-q");
        dvc.run(workspace, "init", "-q");
        dvc.run(
                workspace,
                "remote",
                "add",
                "-d",
                "storage",
                folder.resolve("storage").toString());
        Files.writeString(workspace.resolve("data.txt"), "hello");
        dvc.run(workspace, "add", "-q", "data.txt");
        dvc.run(workspace, "push", "-q");
        Files.delete(workspace.resolve("data.txt"));
        try (Stream<Path> cached = Files.walk(workspace.resolve(".dvc/cache"))) {
            for (Path path : cached.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        return workspace;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("DVC_SITE_CACHE_DIR", folder.resolve("home/site").toString());
        return environment;
    }

    private List<Path> filesContaining(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(secret);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .toList();
        }
    }
}
