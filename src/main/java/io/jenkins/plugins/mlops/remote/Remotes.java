package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.Remote;
import io.jenkins.plugins.mlops.dvc.RemoteAddress;
import io.jenkins.plugins.mlops.dvc.RemoteOpener;
import io.jenkins.plugins.mlops.dvc.UnsupportedRemoteException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The storages that this program serves by itself. */
public final class Remotes implements RemoteOpener {

    /** Two characters and more, so that a Windows drive is no scheme. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*", Pattern.DOTALL);

    private final Map<String, String> environment;

    /** @param environment where the names of proxies stand, as DVC reads them */
    public Remotes(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Remote open(RemoteAddress address) throws IOException {
        Matcher matcher = SCHEME.matcher(address.url());
        if (!matcher.matches()) {
            return new LocalRemote(folder(address, address.url()));
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> new LocalRemote(fileUrl(address));
            case "http", "https" -> new HttpRemoteFactory(environment).open(address);
            default -> throw new UnsupportedRemoteException(address.name(), scheme);
        };
    }

    private static Path fileUrl(RemoteAddress address) throws IOException {
        try {
            return Path.of(URI.create(address.url()));
        } catch (IllegalArgumentException e) {
            // DVC takes file://relative and unescaped spaces as well; of file:///C:/a b the path is C:/a b.
            String path = address.url().substring("file://".length());
            return folder(address, path.matches("/[A-Za-z]:/.*") ? path.substring(1) : path);
        }
    }

    private static Path folder(RemoteAddress address, String path) throws IOException {
        try {
            return address.base().resolve(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IOException(
                    "Remote '" + address.name() + "' has the url '" + path + "', which is no path of this system: "
                            + e.getReason(),
                    e);
        }
    }
}
