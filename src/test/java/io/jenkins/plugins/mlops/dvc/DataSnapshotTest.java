package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DataSnapshotTest {

    @Test
    void shouldHaveTheVersionThatIsDocumented() {
        // printf '%s\0%s\n' a 1111... b 2222....dir | md5sum
        assertThat(snapshot(file("b", '2', true, 5), file("a", '1', false, 5)).version())
                .isEqualTo("1c491d398fab958446fc58641e32b14b");
        assertThat(DataSnapshot.of(List.of()).version()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    }

    @Test
    void shouldCompareFileByFileWhereManifestsAreKnown() throws Exception {
        Manifests manifests = new Manifests();
        manifests.put('2', "same", '5', "changed", '6', "gone", '7');
        manifests.put('3', "same", '5', "changed", '8', "new", '9');
        DataSnapshot before =
                snapshot(file("d", '2', true, 30), file("equal", '1', false, 1), file("dropped", '4', false, 4));
        DataSnapshot after = snapshot(file("d", '3', true, 31), file("equal", '1', false, 1));
        DataDiff diff = DataDiff.between(before, after, manifests, 100);
        assertThat(diff.changes())
                .extracting(change -> change.path() + " " + change.kind() + " "
                        + change.bytesBefore().orElse(-1) + " "
                        + change.bytesAfter().orElse(-1))
                .containsExactly(
                        "d/changed CHANGED 6 8", "d/gone DELETED 7 -1", "d/new ADDED -1 9", "dropped DELETED 4 -1");
        assertThat(diff.totals()).isEqualTo(new DataDiff.Totals(1, 1, 2, 9, 8, 11));
        DataDiff capped = DataDiff.between(before, after, manifests, 1);
        assertThat(capped.changes()).hasSize(1);
        assertThat(capped.totals()).isEqualTo(diff.totals());
    }

    @Test
    void shouldCompareOutputsWhereAManifestIsMissing() throws Exception {
        DataDiff diff = DataDiff.between(
                snapshot(file("d", '2', true, 30)),
                snapshot(file("d", '3', true, 31), file("e", '3', true, 7)),
                ManifestSource.NONE,
                100);
        assertThat(diff.changes()).extracting(DataDiff.FileChange::path).containsExactly("d/", "e/");
        assertThat(diff.totals()).isEqualTo(new DataDiff.Totals(1, 1, 0, 7, 31, 0));
    }

    @Test
    void shouldCompareAFileThatBecameAFolder() throws Exception {
        Manifests manifests = new Manifests();
        manifests.put('2', "x", '5');
        DataDiff diff =
                DataDiff.between(snapshot(file("d", '1', false, 1)), snapshot(file("d", '2', true, 1)), manifests, 100);
        assertThat(diff.changes())
                .extracting(change -> change.path() + " " + change.kind())
                .containsExactly("d DELETED", "d/x ADDED");
    }

    @Property(tries = 100)
    void shouldBeEmptyForEqualStatesInAnyOrder(@ForAll Random random) throws Exception {
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            outputs.add(file("f" + i, Character.forDigit(random.nextInt(16), 16), random.nextBoolean(), i));
        }
        DataSnapshot one = DataSnapshot.of(outputs);
        Collections.shuffle(outputs, random);
        DataSnapshot other = DataSnapshot.of(outputs);
        assertThat(DataDiff.between(one, other, ManifestSource.NONE, 10).isEmpty())
                .isTrue();
        assertThat(one.version()).isEqualTo(other.version());
        outputs.remove(0);
        assertThat(DataDiff.between(one, DataSnapshot.of(outputs), ManifestSource.NONE, 10)
                        .totals()
                        .deleted())
                .isEqualTo(1);
        assertThat(DataSnapshot.of(outputs).version()).isNotEqualTo(one.version());
    }

    private static final class Manifests implements ManifestSource {
        private final Map<ObjectId, Manifest> known = new HashMap<>();

        void put(char folder, Object... pathsAndHashes) {
            List<Manifest.File> files = new ArrayList<>();
            for (int i = 0; i < pathsAndHashes.length; i += 2) {
                files.add(new Manifest.File((String) pathsAndHashes[i], id((char) pathsAndHashes[i + 1], false)));
            }
            known.put(id(folder, true), new Manifest(files));
        }

        @Override
        public Optional<Manifest> manifest(ObjectId id) throws IOException {
            return Optional.ofNullable(known.get(id));
        }

        @Override
        public OptionalLong size(ObjectId id) {
            return OptionalLong.of(Character.digit(id.value().charAt(0), 16));
        }
    }

    private static DataSnapshot snapshot(Output... outputs) {
        return DataSnapshot.of(List.of(outputs));
    }

    private static Output file(String path, char hash, boolean folder, long size) {
        return new Output(
                path,
                Optional.of(id(hash, folder)),
                OptionalLong.of(size),
                OptionalLong.empty(),
                path + ".dvc",
                Output.Kind.DATA,
                true,
                true,
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                Position.in(path + ".dvc"));
    }

    private static ObjectId id(char hash, boolean folder) {
        return new ObjectId(ObjectId.Algorithm.MD5, String.valueOf(hash).repeat(32) + (folder ? ".dir" : ""));
    }
}
