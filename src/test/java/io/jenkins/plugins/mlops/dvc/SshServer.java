package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSH's {@code sshd} on this machine alone, which lets the user of the tests in by one key with a passphrase. Skips the test where there is none, or the installed {@code dvc} has no SSH. */
public final class SshServer implements AutoCloseable {

    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final Process process;
    private final int port;

    private SshServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** @param folder empty */
    public static SshServer startOrSkip(Path folder) throws IOException, InterruptedException {
        boolean there = Files.isExecutable(SSHD) && StorageDvc.has("dvc_ssh");
        if (!there) {
            System.err.println(
                    "##### SKIPPED: no /usr/sbin/sshd, or no dvc[ssh]; a pull by SSH with the installed dvc is NOT tested #####");
        }
        assumeTrue(there, "no SSH");
        Files.createDirectories(folder);
        generate(folder.resolve("host"), "");
        generate(folder.resolve("key"), passphrase());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + folder.resolve("host"),
                        "PidFile none",
                        "AuthorizedKeysFile " + folder.resolve("key.pub"),
                        "StrictModes no",
                        "PermitRootLogin prohibit-password",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "Subsystem sftp internal-sftp"));
        if (user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(
                        SSHD.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        SshServer server = new SshServer(folder, process, port);
        server.await();
        return server;
    }

    private static void generate(Path file, String passphrase) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private void await() throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException e) {
                if (i == 100 || !process.isAlive()) {
                    throw new IOException(log(), e);
                }
                Thread.sleep(100);
            }
        }
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("sshd.log"));
    }

    public static String user() {
        return System.getProperty("user.name");
    }

    public String key() throws IOException {
        return Files.readString(folder.resolve("key"));
    }

    public static String passphrase() {
        return "a pass-phrase of the key";
    }

    /** @return of a folder of this machine, as this server serves it */
    public String url(Path served) {
        return "ssh://127.0.0.1:" + port + served;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
