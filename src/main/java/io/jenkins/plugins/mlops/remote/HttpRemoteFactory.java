package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.dvc.RemoteAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads the options of DVC's {@code http} and {@code https} remotes. */
final class HttpRemoteFactory {

    /** DVC's default for both, in seconds. */
    private static final long DEFAULT_TIMEOUT = 60;

    private final Map<String, String> environment;

    HttpRemoteFactory(Map<String, String> environment) {
        this.environment = environment;
    }

    HttpRemote open(RemoteAddress address) throws IOException {
        URI url = url(address);
        Duration connect = seconds(address, "connect_timeout");
        Duration read = seconds(address, "read_timeout");
        HttpClient.Builder client = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connect)
                .proxy(new EnvironmentProxies(environment))
                // Over plain HTTP the client would ask to upgrade, and some servers refuse that.
                .version("https".equalsIgnoreCase(url.getScheme()) ? Version.HTTP_2 : Version.HTTP_1_1);
        certificates(address).ifPresent(client::sslContext);
        HttpAccess access =
                new HttpAccess(client.build(), withoutUser(url), authorization(address, url), connect.plus(read));
        return new HttpRemote(access, new StallGuard(read));
    }

    private static URI url(RemoteAddress address) throws IOException {
        try {
            URI url = new URI(address.url());
            if (url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The message must not repeat the URL: it may hold a password.
        }
        throw new IOException("The url of remote '" + address.name() + "' is not a valid http(s) URL");
    }

    private static URI withoutUser(URI url) throws IOException {
        if (url.getRawUserInfo() == null) {
            return url;
        }
        String authority = url.getRawAuthority().substring(url.getRawUserInfo().length() + 1);
        return URI.create(url.getScheme() + "://" + authority + (url.getRawPath() == null ? "" : url.getRawPath()));
    }

    private static Duration seconds(RemoteAddress address, String option) throws IOException {
        String text = address.options().get(option);
        if (text == null) {
            return Duration.ofSeconds(DEFAULT_TIMEOUT);
        }
        try {
            double seconds = Double.parseDouble(text);
            if (seconds > 0 && seconds < 1e9) {
                return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
            }
        } catch (NumberFormatException e) {
            // Falls through to the message.
        }
        throw new IOException("Option " + option + " of remote '" + address.name() + "' is '" + text
                + "', but must be a number of seconds above 0");
    }

    private static Optional<HttpAccess.Authorization> authorization(RemoteAddress address, URI url) throws IOException {
        Map<String, String> options = address.options();
        String[] inUrl =
                url.getRawUserInfo() == null ? new String[] {null, null} : (url.getRawUserInfo() + ":").split(":", 3);
        Optional<Credentials.Login> login = address.credentials()
                .filter(Credentials.Login.class::isInstance)
                .map(Credentials.Login.class::cast);
        Optional<String> user = login.map(Credentials.Login::user)
                .filter(name -> !name.isEmpty())
                .or(() -> Optional.ofNullable(options.get("user")))
                .or(() -> Optional.ofNullable(inUrl[0]).map(HttpRemoteFactory::decode));
        Optional<String> password = login.map(Credentials.Login::password)
                .or(() -> Optional.ofNullable(options.get("password")))
                .or(() -> Optional.ofNullable(inUrl[1]).map(HttpRemoteFactory::decode));
        String scheme = options.getOrDefault("auth", user.isPresent() ? "basic" : "none")
                .toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "none" -> Optional.empty();
            case "basic" ->
                Optional.of(new HttpAccess.Authorization(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user.orElse("") + ":" + password.orElse(""))
                                                .getBytes(StandardCharsets.UTF_8))));
            case "custom" -> Optional.of(custom(address, password));
            default ->
                throw new IOException("Option auth of remote '" + address.name() + "' is '" + scheme
                        + "', but only basic and custom are served natively. Use 'engine: dvc' (--engine dvc) for it");
        };
    }

    private static HttpAccess.Authorization custom(RemoteAddress address, Optional<String> password)
            throws IOException {
        String header = address.options().get("custom_auth_header");
        if (header == null || !header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IOException("Remote '" + address.name()
                    + "' has auth = custom, so its option custom_auth_header must be the name of a header");
        }
        String value = password.filter(secret -> secret.chars().noneMatch(Character::isISOControl))
                .orElseThrow(() -> new IOException("Remote '" + address.name()
                        + "' has auth = custom, so it needs a password of one line, which is sent in " + header));
        return new HttpAccess.Authorization(header, value);
    }

    private static String decode(String userInfo) {
        return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The configuration comes with the repository, so it may add an authority to trust but not switch the check off. */
    private static Optional<SSLContext> certificates(RemoteAddress address) throws IOException {
        String verify = address.options().getOrDefault("ssl_verify", "true");
        if (verify.equalsIgnoreCase("true")) {
            return Optional.empty();
        }
        if (verify.equalsIgnoreCase("false")) {
            throw new IOException("Remote '" + address.name() + "' has ssl_verify = false, which is not served: anybody"
                    + " between could replace the data. Put the PEM file of the server's authority there instead");
        }
        Path file = address.base().resolve(verify);
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return Optional.of(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "Tried to read the authorities that remote '" + address.name() + "' trusts (ssl_verify) from "
                            + file + ", but it is no readable PEM file: " + e.getMessage(),
                    e);
        }
    }
}
