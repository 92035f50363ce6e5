package io.jenkins.plugins.mlops.dvc;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What opens a remote, from outside the repository (a credentials store, the environment); takes precedence over what the configuration says. */
public sealed interface Credentials extends Serializable {

    /** @param user empty for a secret alone */
    static Credentials of(String user, String password) {
        return new Login(user, password);
    }

    /**
     * As remotes of a kind take them; empty where they open none of that kind.
     *
     * @param scheme of the remote's URL, in lower case
     */
    Optional<Credentials> on(String scheme);

    /** What no line of a log may have in it; each on one line and not empty. */
    List<String> secrets();

    /** @return {@code line} without what is secret */
    default String mask(String line) {
        String masked = line;
        for (String secret : secrets()) {
            masked = masked.replace(secret, "****");
        }
        return masked;
    }

    /** @param user empty for a secret alone */
    record Login(String user, String password) implements Credentials {

        /** What S3 calls them otherwise: the access key's ID and its secret. */
        @Override
        public Optional<Credentials> on(String scheme) {
            if (!scheme.equals("s3")) {
                return Optional.of(this);
            }
            return user.isEmpty() ? Optional.empty() : Optional.of(new AwsKeys(user, password, ""));
        }

        @Override
        public List<String> secrets() {
            return password.isBlank() ? List.of() : List.of(password);
        }

        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /**
     * @param user empty for whom the remote's configuration names
     * @param key the text of a private key's file, in any format that OpenSSH reads
     * @param passphrase empty where the key is not encrypted
     */
    record SshKey(String user, String key, String passphrase) implements Credentials {

        private static final int LONGEST_THAT_TELLS_NOTHING = 15;

        @Override
        public Optional<Credentials> on(String scheme) {
            return scheme.equals("ssh") ? Optional.of(this) : Optional.empty();
        }

        @Override
        public List<String> secrets() {
            Stream<String> lines = key.lines()
                    .map(String::strip)
                    .filter(line -> line.length() > LONGEST_THAT_TELLS_NOTHING && !line.startsWith("-----"));
            return Stream.concat(lines, Stream.of(passphrase))
                    .filter(secret -> !secret.isBlank())
                    .toList();
        }

        @Override
        public String toString() {
            return "SshKey[***]";
        }
    }

    /** @param sessionToken empty for keys that do not expire */
    record AwsKeys(String accessKeyId, String secretAccessKey, String sessionToken) implements Credentials {

        @Override
        public Optional<Credentials> on(String scheme) {
            return scheme.equals("s3") ? Optional.of(this) : Optional.empty();
        }

        @Override
        public List<String> secrets() {
            return Stream.of(accessKeyId, secretAccessKey, sessionToken)
                    .filter(secret -> !secret.isBlank())
                    .toList();
        }

        @Override
        public String toString() {
            return "AwsKeys[***]";
        }
    }
}
