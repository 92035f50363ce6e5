package io.jenkins.plugins.mlops.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.dvc.SourceTree;
import io.jenkins.plugins.mlops.lineage.CodeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitRepositoryTest {

    @TempDir
    Path temp;

    private GitProgramRepository origin;
    private String first;
    private String second;

    @BeforeEach
    void commitTwice() throws Exception {
        origin = GitProgramRepository.init(temp.resolve("origin"));
        first = origin.write("metrics.json", "{\"auc\": 0.8}")
                .write("src/train.py", "print(1)\n")
                .commit("first");
        second = origin.write("metrics.json", "{\"auc\": 0.9}").commit("second");
    }

    private String url() {
        return origin.folder().toUri().toString();
    }

    private GitProgramRepository clone(String name, String... options) throws Exception {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "clone";
        arguments[1] = "-q";
        System.arraycopy(options, 0, arguments, 2, options.length);
        arguments[options.length + 2] = url();
        arguments[options.length + 3] = temp.resolve(name).toString();
        origin.git(arguments);
        return GitProgramRepository.at(temp.resolve(name));
    }

    private static String read(GitRepository git, String revision, String path) throws IOException {
        SourceTree tree = git.tree(revision);
        return tree.read(path)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("(none)");
    }

    @Test
    void shouldReadRevisionsWithoutCheckout() throws Exception {
        try (GitRepository git = GitRepository.open(origin.folder().resolve("src"))) {
            assertThat(read(git, "main~1", "metrics.json")).contains("0.8");
            assertThat(read(git, second.substring(0, 8), "metrics.json")).contains("0.9");
            assertThat(read(git, "main", "nothing")).isEqualTo("(none)");
            assertThat(git.tree("main", "src").list("")).containsExactly(new SourceTree.Entry("train.py", false));
            assertThat(git.tree("main").list("")).contains(new SourceTree.Entry("src", true));
        }
    }

    @Test
    void shouldFollowLinksInsideAndRefuseThoseThatLeave() throws Exception {
        Files.createSymbolicLink(origin.folder().resolve("link"), Path.of("src/../metrics.json"));
        Files.createSymbolicLink(origin.folder().resolve("out"), Path.of("../../etc/passwd"));
        Files.createSymbolicLink(origin.folder().resolve("loop"), Path.of("loop"));
        origin.commit("links");
        try (GitRepository git = GitRepository.open(origin.folder())) {
            assertThat(read(git, "HEAD", "link")).contains("0.9");
            assertThatThrownBy(() -> read(git, "HEAD", "out"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("leaves the repository");
            assertThatThrownBy(() -> read(git, "HEAD", "loop"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("loop");
        }
    }

    @Test
    void shouldOpenLinkedWorkTreesAndSubmodules() throws Exception {
        Path linked = temp.resolve("linked");
        origin.git("worktree", "add", "-q", "-b", "other", linked.toString(), first);
        try (GitRepository git = GitRepository.open(linked)) {
            assertThat(git.head()).isEqualTo(first);
            assertThat(git.resolve("main")).isEqualTo(second);
            assertThat(git.codeVersion().branch()).contains("other");
            assertThat(git.codeVersion().modified()).isEmpty();
        }
        GitProgramRepository outer = GitProgramRepository.init(temp.resolve("outer"));
        outer.git("submodule", "add", "-q", url(), "sub");
        outer.commit("with submodule");
        try (GitRepository git =
                GitRepository.open(outer.folder().resolve("sub").resolve("src"))) {
            assertThat(git.head()).isEqualTo(second);
            assertThat(git.workTree().getFileName()).hasToString("sub");
        }
        try (GitRepository git = GitRepository.open(outer.folder())) {
            assertThat(git.codeVersion().modified()).isEmpty();
            outer.write("sub/src/train.py", "print(2)\n");
            assertThat(git.codeVersion().modified()).containsExactly("sub");
        }
    }

    @Test
    void shouldSayWhereThereIsNoRepositoryOrNoCommit() throws Exception {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThatThrownBy(() -> GitRepository.open(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no Git repository")
                .hasMessageContaining("git init");
        GitProgramRepository unborn = GitProgramRepository.init(temp.resolve("unborn"));
        try (GitRepository git = GitRepository.open(unborn.folder())) {
            assertThatThrownBy(git::codeVersion).isInstanceOf(IOException.class).hasMessageContaining("no commit yet");
        }
    }

    @Test
    void shouldFallBackToRemoteTrackingBranchesAndNameTheNearest() throws Exception {
        origin.git("branch", "release-2");
        origin.git("tag", "v1.0", first);
        GitProgramRepository clone = clone("clone");
        try (GitRepository git = GitRepository.open(clone.folder())) {
            assertThat(git.resolve(Revision.branch("release-2"))).isEqualTo(second);
            assertThat(git.resolve("release-2")).isEqualTo(second);
            assertThat(git.resolve(Revision.tag("v1.0"))).isEqualTo(first);
            assertThatThrownBy(() -> git.resolve(Revision.branch("release-3")))
                    .isInstanceOf(UnknownRevisionException.class)
                    .hasMessageContaining("refs/heads/release-3")
                    .hasMessageContaining("refs/remotes/origin/release-3")
                    .hasMessageContaining("Nearest: origin/release-2")
                    .hasMessageContaining("git fetch origin release-3:refs/remotes/origin/release-3");
            assertThatThrownBy(() -> git.resolve(Revision.tag("release-2")))
                    .isInstanceOf(UnknownRevisionException.class);
            assertThatThrownBy(() -> git.resolve("0".repeat(40))).isInstanceOf(UnknownRevisionException.class);
            assertThatThrownBy(() -> git.resolve("a..b")).isInstanceOf(UnknownRevisionException.class);
            assertThatThrownBy(() -> git.resolve(" ")).isInstanceOf(UnknownRevisionException.class);
        }
    }

    @Test
    void shouldFindTheMergeBase() throws Exception {
        origin.git("checkout", "-q", "-b", "feature", first);
        String feature = origin.write("a", "a").commit("feature");
        origin.git("checkout", "-q", "--orphan", "alone");
        String alone = origin.write("b", "b").commit("alone");
        try (GitRepository git = GitRepository.open(origin.folder())) {
            assertThat(git.mergeBase("main", feature)).contains(first);
            assertThat(git.mergeBase("main", alone)).isEmpty();
            assertThat(git.firstParent(second)).contains(first);
            assertThat(git.firstParent(first)).isEmpty();
        }
    }

    @Test
    void shouldSayWhatAShallowCloneNeedsAndWorkAfterIt() throws Exception {
        origin.git("checkout", "-q", "-b", "feature", first);
        origin.write("a", "a").commit("feature");
        GitProgramRepository shallow = clone("shallow", "--depth", "1", "--no-single-branch");
        try (GitRepository git = GitRepository.open(shallow.folder())) {
            assertThatThrownBy(() -> git.mergeBase("main", "feature"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("git fetch --unshallow");
            assertThatThrownBy(() -> git.firstParent(second))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("git fetch --unshallow");
            assertThatThrownBy(() -> git.resolve("HEAD~1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("git fetch --unshallow");
        }
        shallow.git("fetch", "-q", "--unshallow");
        try (GitRepository git = GitRepository.open(shallow.folder())) {
            assertThat(git.mergeBase("main", "feature")).contains(first);
        }
    }

    @Test
    void shouldSayWhatAPartialCloneNeedsAndWorkAfterIt() throws Exception {
        GitProgramRepository partial = clone("partial", "--filter=blob:none");
        String id;
        try (GitRepository git = GitRepository.open(partial.folder())) {
            assertThat(read(git, "HEAD", "metrics.json")).contains("0.9");
            String message = "";
            try {
                read(git, first, "metrics.json");
            } catch (IOException e) {
                message = e.getMessage();
            }
            assertThat(message).contains("metrics.json").contains("git fetch --refetch --no-filter origin");
            Matcher matcher = Pattern.compile("git cat-file -e ([0-9a-f]{40})").matcher(message);
            assertThat(matcher.find()).isTrue();
            id = matcher.group(1);
        }
        partial.git("cat-file", "-e", id);
        try (GitRepository git = GitRepository.open(partial.folder())) {
            assertThat(read(git, first, "metrics.json")).contains("0.8");
        }
    }

    @Test
    void shouldTellTheCodeVersion() throws Exception {
        origin.write(".gitignore", "/data\n").commit("ignore");
        origin.git("remote", "add", "origin", "https://me:s3cret@example.org/team/model.git");
        origin.write("data/big.csv", "1")
                .write("new.py", "x")
                .write("src/train.py", "changed")
                .write("src/__pycache__/a.pyc", "x");
        Files.delete(origin.folder().resolve("metrics.json"));
        try (GitRepository git = GitRepository.open(origin.folder())) {
            var version = git.codeVersion();
            assertThat(version.repository()).contains("https://example.org/team/model.git");
            assertThat(version.branch()).contains("main");
            assertThat(version.modified()).containsExactly("metrics.json", "new.py", "src/train.py");
            assertThat(git.codeIn(origin.folder().resolve("src")).version().modified())
                    .containsExactly("../metrics.json", "../new.py", "train.py");
        }
        origin.git("checkout", "-q", "--detach");
        try (GitRepository git = GitRepository.open(origin.folder())) {
            assertThat(git.codeVersion().branch()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheDigestOverACommitOfTheSameContent() throws Exception {
        try (GitRepository git = GitRepository.open(origin.folder())) {
            CodeSource code = git.codeIn(origin.folder());
            String clean = code.digest(code.version(), path -> path.equals("metrics.json"));
            origin.write("metrics.json", "{\"auc\": 1}");
            assertThat(code.digest(code.version(), path -> path.equals("metrics.json")))
                    .isEqualTo(clean);
            origin.write("src/train.py", "print(3)\n");
            String changed = code.digest(code.version(), path -> path.equals("metrics.json"));
            assertThat(changed).isNotEqualTo(clean);
            origin.commit("third");
            assertThat(code.digest(code.version(), path -> path.equals("metrics.json")))
                    .isEqualTo(changed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://token@host/a.git,https://host/a.git",
        "https://u:p@host:8443/a.git?private_token=x,https://host:8443/a.git",
        "ssh://git:p@host/a.git,ssh://git@host/a.git",
        "git@host:a/b.git,git@host:a/b.git",
        "/srv/git/a.git,/srv/git/a.git"
    })
    void shouldStripCredentials(String url, String shown) {
        assertThat(RemoteUrls.withoutCredentials(url)).isEqualTo(shown);
    }
}
