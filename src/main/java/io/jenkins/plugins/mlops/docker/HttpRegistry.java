package io.jenkins.plugins.mlops.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ImageReference;
import io.jenkins.plugins.mlops.image.Registry;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads manifests and labels by the OCI distribution API; Docker's daemon cannot say the labels of an image that it does not have. */
public final class HttpRegistry implements Registry {

    private static final String DOCKER_HUB_API = "registry-1.docker.io";
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private final RegistryAccess access;
    private final ObjectMapper mapper = new ObjectMapper();

    public HttpRegistry(RegistryAccess access) {
        this.access = access;
    }

    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    @Override
    public Optional<Published> find(ImageReference reference) throws IOException, InterruptedException {
        ImageName name = reference.name();
        RegistrySession session = new RegistrySession(access, name);
        try {
            URI repository = base(session, name);
            Optional<byte[]> manifest =
                    session.get(URI.create(repository + "/manifests/" + reference.tag()), MANIFESTS);
            if (manifest.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Published(digest(manifest.get()), labels(session, repository, manifest.get())));
        } catch (ImageException e) {
            throw e;
        } catch (IOException e) {
            throw new ImageException(
                    "Cannot look for " + reference + " in the registry " + name.registry() + ": "
                            + DaemonCalls.oneLine(RegistrySession.reason(e))
                            + ". Check its name and the network, and that its certificate is of a CA that is trusted here",
                    e);
        }
    }

    private static URI base(RegistrySession session, ImageName name) throws InterruptedException {
        String host = name.isOnDockerHub() ? DOCKER_HUB_API : name.registry();
        return URI.create(session.scheme(host) + "://" + host + "/v2/" + name.repository());
    }

    private Map<String, String> labels(RegistrySession session, URI repository, byte[] manifest)
            throws IOException, InterruptedException {
        JsonNode image = mapper.readTree(manifest);
        if (image.path("manifests").isArray()) {
            Optional<String> platform = firstPlatform(image.path("manifests"));
            if (platform.isEmpty()) {
                return Map.of();
            }
            image = mapper.readTree(
                    blob(session, URI.create(repository + "/manifests/" + platform.get()), platform.get()));
        }
        String config = image.path("config").path("digest").asText("");
        if (!DIGEST.matcher(config).matches()) {
            // An artifact of another kind, or a manifest of the first schema; none of ours.
            return Map.of();
        }
        Map<String, String> labels = new TreeMap<>();
        JsonNode found = mapper.readTree(blob(session, URI.create(repository + "/blobs/" + config), config))
                .path("config")
                .path("Labels");
        found.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
        return labels;
    }

    /** All platforms of an index of ours have the same labels. */
    private static Optional<String> firstPlatform(JsonNode manifests) {
        for (JsonNode manifest : manifests) {
            String digest = manifest.path("digest").asText("");
            boolean attestation =
                    manifest.path("platform").path("os").asText("").equals("unknown");
            if (!attestation && DIGEST.matcher(digest).matches()) {
                return Optional.of(digest);
            }
        }
        return Optional.empty();
    }

    private static byte[] blob(RegistrySession session, URI address, String digest)
            throws IOException, InterruptedException {
        byte[] content = session.get(address, MANIFESTS + ", */*")
                .orElseThrow(() -> new ImageException("Cannot read " + address
                        + ": the registry has the tag, but not what it refers to. Push the image again"));
        if (!digest(content).equals(digest)) {
            throw new ImageException("Cannot trust " + address + ": its content is not that of its digest. "
                    + "Look what stands between here and the registry");
        }
        return content;
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
