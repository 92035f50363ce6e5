package io.jenkins.plugins.mlops.lineage;

import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A run that has something of everything. */
final class Provenances {

    private Provenances() {}

    static Provenance complete() {
        String md5 = "0123456789abcdef0123456789abcdef";
        Environment environment = new Environment(
                "Linux",
                "amd64",
                2,
                1L << 33,
                List.of("NVIDIA A100"),
                Map.of("python", "3.11.7", "git", "2.39.5"),
                Map.of("requirements.txt", "a".repeat(64), "uv.lock", "b".repeat(64)),
                Optional.of("registry.example/train@sha256:" + "c".repeat(64)),
                Seeds.variables(42));
        Lineage lineage = new Lineage(
                new CodeVersion(
                        Optional.of("git@example.org:team/model.git"),
                        "d".repeat(40),
                        Optional.of("main"),
                        List.of("src/train é.py")),
                md5,
                List.of(
                        new DataInput("data/train", md5 + ".dir", OptionalLong.of(10), OptionalLong.of(2)),
                        new DataInput("data/a b.csv", md5, OptionalLong.empty(), OptionalLong.empty())),
                Snapshot.of(List.of(
                        new Metric("params.yaml", "lr", new Value.Numeric(new BigDecimal("0.10"))),
                        new Metric("params.yaml", "shuffle", new Value.Flag(true)),
                        new Metric("params.yaml", "note", new Value.Null()))),
                environment);
        return new Provenance(
                "20260131T120000000Z-0a1b2c3d",
                "https://ci.example.org/job/train/",
                List.of("dvc", "repro"),
                lineage,
                Instant.parse("2026-01-31T12:00:00.123Z"),
                Instant.parse("2026-01-31T12:05:00.456Z"),
                List.of(new Artifact("models/model.pkl", 3, md5, "e".repeat(64))),
                Snapshot.of(List.of(
                        new Metric("metrics.json", "auc", new Value.Numeric(new BigDecimal("0.950"))),
                        new Metric("metrics.json", "loss", new Value.NotFinite("NaN")))));
    }

    static Provenance minimal() {
        Provenance full = complete();
        Environment environment =
                new Environment("Linux", "amd64", 1, 1, List.of(), Map.of(), Map.of(), Optional.empty(), Map.of());
        Lineage lineage = new Lineage(
                new CodeVersion(Optional.empty(), "d".repeat(40), Optional.empty(), List.of()),
                full.lineage().dataVersion(),
                List.of(),
                Snapshot.EMPTY,
                environment);
        return new Provenance(
                full.invocationId(),
                full.builder(),
                full.command(),
                lineage,
                full.started(),
                full.finished(),
                full.models(),
                Snapshot.EMPTY);
    }
}
