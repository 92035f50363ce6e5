package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardLocksTest {

    private static final Shard SHARD = Shard.of(ObjectId.Algorithm.MD5, 0xab);

    @TempDir
    private Path folder;

    private ShardLocks locks;

    @BeforeEach
    void open() throws IOException {
        locks = new ShardLocks(Cache.open(folder.resolve("cache"), false));
    }

    @Test
    void shouldLetThreadsOfOnePullShareAShard() {
        try (ShardLocks.Held first = locks.tryAcquire(SHARD).orElseThrow();
                ShardLocks.Held second = locks.tryAcquire(SHARD).orElseThrow()) {
            assertThat(first.isExclusive()).isTrue();
            assertThat(second).isSameAs(first);
        }
    }

    @Test
    void shouldKeepAnotherPullOutUntilTheLastThreadIsDone() throws IOException {
        ShardLocks other = new ShardLocks(Cache.open(folder.resolve("cache"), false));
        ShardLocks.Held first = locks.tryAcquire(SHARD).orElseThrow();
        ShardLocks.Held second = locks.tryAcquire(SHARD).orElseThrow();

        first.close();
        assertThat(other.tryAcquire(SHARD)).isEmpty();
        assertThat(other.tryAcquire(Shard.of(ObjectId.Algorithm.MD5, 0xcd))).isPresent();

        second.close();
        assertThat(other.tryAcquire(SHARD)).isPresent();
    }

    @Test
    void shouldKnowACacheByEachOfItsPaths() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("cache"));
        ShardLocks other = new ShardLocks(Cache.open(link, false));

        ShardLocks.Held held = locks.tryAcquire(SHARD).orElseThrow();
        assertThat(other.tryAcquire(SHARD)).isEmpty();

        held.close();
        assertThat(other.tryAcquire(SHARD)).isPresent();
    }
}
