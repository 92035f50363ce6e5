package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.dvc.ObjectId.Algorithm;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectIdTest {

    private static final String MD5 = "fc193497a1a06b2c72230e6146ff4708";

    @Test
    void shouldBeEqualToTheSameContentAlone() {
        ObjectId id = new ObjectId(Algorithm.MD5, MD5);

        assertThat(id)
                .isEqualTo(new ObjectId(Algorithm.MD5, MD5))
                .hasSameHashCodeAs(new ObjectId(Algorithm.MD5, MD5))
                .isEqualByComparingTo(new ObjectId(Algorithm.MD5, MD5));
        assertThat(id)
                .isNotEqualTo(new ObjectId(Algorithm.MD5_DOS2UNIX, MD5))
                .isNotEqualTo(new ObjectId(Algorithm.MD5, MD5 + ".dir"))
                .isNotEqualTo(new ObjectId(Algorithm.MD5, MD5.replace('f', 'e')))
                .isNotEqualTo(new ObjectId(Algorithm.MD5, MD5.replace('8', '9')))
                .isNotEqualTo(MD5)
                .isNotEqualTo(null);
    }

    @Test
    void shouldComeInTheOrderOfTheirText() {
        assertThat(Stream.of(
                                new ObjectId(Algorithm.MD5_DOS2UNIX, MD5),
                                new ObjectId(Algorithm.MD5, "8" + MD5.substring(1)),
                                new ObjectId(Algorithm.MD5, MD5 + ".dir"),
                                new ObjectId(Algorithm.MD5, MD5),
                                new ObjectId(Algorithm.MD5, "7" + MD5.substring(1)))
                        .sorted()
                        .map(ObjectId::path))
                .containsExactly(
                        "files/md5/7c/193497a1a06b2c72230e6146ff4708",
                        "files/md5/8c/193497a1a06b2c72230e6146ff4708",
                        "files/md5/fc/193497a1a06b2c72230e6146ff4708",
                        "files/md5/fc/193497a1a06b2c72230e6146ff4708.dir",
                        "fc/193497a1a06b2c72230e6146ff4708");
    }

    @Property
    void shouldShowWhatItWasMadeOf(@ForAll long high, @ForAll long low, @ForAll boolean folder) {
        byte[] md5 = ByteBuffer.allocate(ObjectId.MD5_BYTES)
                .putLong(high)
                .putLong(low)
                .array();
        String digits = HexFormat.of().formatHex(md5);
        String text = folder ? digits + ".dir" : digits;

        ObjectId id = new ObjectId(Algorithm.MD5, text);

        assertThat(id).isEqualTo(new ObjectId(Algorithm.MD5, high, low, folder)).hasToString(text);
        assertThat(id.value()).isEqualTo(text);
        assertThat(id.md5()).isEqualTo(digits);
        assertThat(id.isDirectory()).isEqualTo(folder);
        assertThat(id.hasMd5(md5)).isTrue();
        assertThat(id.path()).isEqualTo("files/md5/" + text.substring(0, 2) + "/" + text.substring(2));
        assertThat(id.path()).startsWith(id.shard().folder() + "/");
        assertThat(id.isEmptyFile()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".dir",
                "fc193497a1a06b2c72230e6146ff470",
                "fc193497a1a06b2c72230e6146ff47080",
                "FC193497A1A06B2C72230E6146FF4708",
                "fc193497a1a06b2c72230e6146ff470g",
                "/../../a1a06b2c72230e6146ff4708ab",
                "fc193497a1a06b2c72230e6146ff4708.DIR",
                "fc193497a1a06b2c72230e6146ff47081234",
                "１c193497a1a06b2c72230e6146ff4708"
            })
    void shouldRefuseAllElse(String text) {
        assertThat(ObjectId.parse(Algorithm.MD5, text)).isEmpty();
        assertThatThrownBy(() -> new ObjectId(Algorithm.MD5, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no md5 hash");
    }

    /** Who writes a manifest chooses its hashes. */
    @Test
    @Timeout(10)
    void shouldBeFoundAmongManyThatCollideInAMap() {
        Map<ObjectId, Long> map = new HashMap<>();
        for (long high = 0; high < 100_000; high++) {
            map.put(new ObjectId(Algorithm.MD5, high, ~high, false), high);
        }

        assertThat(map.keySet().stream().mapToInt(ObjectId::hashCode).distinct().count())
                .isEqualTo(1);
        for (long high = 0; high < 100_000; high++) {
            assertThat(map.get(new ObjectId(Algorithm.MD5, high, ~high, false))).isEqualTo(high);
        }
    }

    @Test
    void shouldKnowTheEmptyFile() {
        String empty = "d41d8cd98f00b204e9800998ecf8427e";

        assertThat(new ObjectId(Algorithm.MD5, empty).isEmptyFile()).isTrue();
        assertThat(new ObjectId(Algorithm.MD5_DOS2UNIX, empty).isEmptyFile()).isTrue();
        assertThat(new ObjectId(Algorithm.MD5, empty + ".dir").isEmptyFile()).isFalse();
    }

    @Test
    void shouldKnowItsShard() {
        Shard shard = new ObjectId(Algorithm.MD5, MD5).shard();
        Shard legacy = new ObjectId(Algorithm.MD5_DOS2UNIX, "0a" + MD5.substring(2) + ".dir").shard();

        assertThat(shard).isSameAs(Shard.of(Algorithm.MD5, 0xfc));
        assertThat(shard.folder()).isEqualTo("files/md5/fc");
        assertThat(shard.name()).isEqualTo("md5-fc");
        assertThat(legacy).isSameAs(Shard.of(Algorithm.MD5_DOS2UNIX, 0x0a)).isGreaterThan(shard);
        assertThat(legacy.folder()).isEqualTo("0a");
        assertThat(legacy.name()).isEqualTo("legacy-0a");
    }
}
