package io.jenkins.plugins.mlops.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPrefixTest {

    private static final UrlPrefix TEAM = UrlPrefix.parse("https://storage.example/team");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://storage.example/team",
                "https://storage.example/team/",
                "https://storage.example:443/team/a/b",
                "HTTPS://Storage.Example/team/a%20b",
                "https://ann:pw@storage.example/team/x?y=z",
            })
    void shouldCoverWhatIsBelow(String url) {
        assertThat(TEAM.covers(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/team",
                "http://storage.example/team/",
                "https://storage.example/",
                "https://storage.example/team2",
                "https://storage.example/Team/",
                "https://storage.example//team",
                "https://storage.example:8443/team",
                "https://storage.example.evil.example/team",
                "https://evil.example/https://storage.example/team",
                "https://storage.example@evil.example/team",
                "https://storage.example:443@evil.example/team",
                "https://storage.example\\@evil.example/team",
                "https://evil.example\\@storage.example/team",
                "https://evil.example#@storage.example/team",
                "https://evil.example?@storage.example/team",
                "https://storage.example/team/../other",
                "https://storage.example/team/%2e%2E/other",
                "https://storage.example/team/.%2e/other",
                "https://storage.example/team/..%2fother",
                "https://storage.example/team/..%5cother",
                "https://storage.example/team\n/x",
                "https://storage.example /team",
                "https://storage%2eexample/team",
                "https:///team",
                " https://storage.example/team",
            })
    void shouldNotCoverAnythingElse(String url) {
        assertThat(TEAM.covers(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "storage.example/team", "https://", "https://a b/", "/srv/data", "https://x/../y"})
    void shouldSayWhatToWriteInPlaceOfWhatIsNoPrefix(String text) {
        assertThatThrownBy(() -> UrlPrefix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3://bucket/team");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://storage.example/", "webdav://storage.example/", "http://127.evil.example/"})
    void shouldKnowWhatIsInTheClear(String url) {
        assertThat(UrlPrefix.parse(url).isInTheClear()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:80/", "https://a/", "s3://a/"})
    void shouldKnowWhatIsNot(String url) {
        assertThat(UrlPrefix.parse(url).isInTheClear()).isFalse();
    }

    @Provide
    Arbitrary<String> urls() {
        return Arbitraries.of(
                        "https",
                        "://",
                        "storage.example",
                        "/team",
                        "/",
                        "@",
                        ":",
                        "443",
                        "evil",
                        "\\",
                        "..",
                        "%2e",
                        "?",
                        "#",
                        ".",
                        "[",
                        "]")
                .list()
                .ofMinSize(3)
                .ofMaxSize(9)
                .map(parts -> "https://" + String.join("", parts));
    }

    /** What the HTTP client connects to is what was checked. */
    @Property(tries = 5_000)
    void shouldReadTheHostAsTheClientDoes(@ForAll("urls") String url) {
        if (TEAM.covers(url)) {
            try {
                URI uri = new URI(url);
                assertThat(uri.getHost()).isEqualToIgnoringCase("storage.example");
                assertThat(uri.getPort()).isIn(-1, 443);
                assertThat(uri.normalize().getPath()).matches("/team(/.*)?");
            } catch (URISyntaxException e) {
                // Then nothing is sent at all.
            }
        }
    }

    @Property
    void shouldCoverItself(@ForAll("urls") String url) {
        try {
            UrlPrefix prefix = UrlPrefix.parse(url);
            assertThat(prefix.covers(url)).isTrue();
            assertThat(UrlPrefix.parse(prefix.toString())).isEqualTo(prefix);
        } catch (IllegalArgumentException e) {
            assertThat(TEAM.covers(url)).isFalse();
        }
    }
}
