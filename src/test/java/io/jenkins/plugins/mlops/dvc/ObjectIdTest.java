package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.dvc.ObjectId.Algorithm;
import org.junit.jupiter.api.Test;

class ObjectIdTest {

    private static final String MD5 = "fc193497a1a06b2c72230e6146ff4708";

    @Test
    void shouldBeEqualToTheSameContentAlone() {
        ObjectId id = new ObjectId(Algorithm.MD5, MD5);

        assertThat(id).isEqualTo(new ObjectId(Algorithm.MD5, MD5)).hasSameHashCodeAs(new ObjectId(Algorithm.MD5, MD5));
        assertThat(id)
                .isNotEqualTo(new ObjectId(Algorithm.MD5_DOS2UNIX, MD5))
                .isNotEqualTo(new ObjectId(Algorithm.MD5, MD5 + ".dir"))
                .isNotEqualTo(new ObjectId(Algorithm.MD5, MD5.replace('f', 'e')))
                .isNotEqualTo(MD5)
                .isNotEqualTo(null);
    }

    @Test
    void shouldNumberItsShard() {
        assertThat(new ObjectId(Algorithm.MD5, MD5).shard()).isEqualTo(0xfc);
        assertThat(new ObjectId(Algorithm.MD5_DOS2UNIX, "0a" + MD5.substring(2) + ".dir").shard())
                .isEqualTo(0x0a);
    }
}
