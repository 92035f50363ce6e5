package io.jenkins.plugins.mlops.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InTotoStatementTest {

    /** Parses with the library's own protobuf messages, where an unknown field is an error, and calls its validation of statements. */
    private static final String VALIDATE = String.join(
            "\n",
            "import sys",
            "from google.protobuf import json_format",
            "from in_toto_attestation.v1.statement import Statement",
            "import in_toto_attestation.v1.statement_pb2 as s",
            "import in_toto_attestation.predicates.provenance.v1.provenance_pb2 as p",
            "pb = json_format.Parse(open(sys.argv[1], encoding='utf-8').read(), s.Statement())",
            "Statement.copy_from_pb(pb).validate()",
            "pr = json_format.Parse(json_format.MessageToJson(pb.predicate), p.Provenance())",
            "print('valid', len(pb.subject), len(pr.build_definition.resolved_dependencies))");

    static Stream<Provenance> provenances() {
        return Stream.of(Provenances.complete(), Provenances.minimal());
    }

    @ParameterizedTest
    @MethodSource("provenances")
    void shouldHoldTheSpecification(Provenance provenance) throws Exception {
        try (InputStream in = InTotoStatementTest.class.getResourceAsStream("in-toto-slsa-provenance.schema.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
            String text = InTotoStatement.text(provenance);
            assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
            // The schema is one that can say no.
            assertThat(schema.validate(text.replace("gitCommit", "git commit"), InputFormat.JSON))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("provenances")
    void shouldBeValidForTheLibraryOfInToto(Provenance provenance, @TempDir Path temp) throws Exception {
        Optional<String> python = Optional.ofNullable(System.getenv("MLOPS_INTOTO_PYTHON"));
        if (python.isEmpty()) {
            System.err.println(
                    "##### SKIPPED: MLOPS_INTOTO_PYTHON names no Python with in-toto-attestation; provenance is NOT tested against it #####");
        }
        assumeTrue(python.isPresent(), "no in-toto-attestation");
        Path file = Files.writeString(temp.resolve("statement.json"), InTotoStatement.text(provenance));
        Process process = new ProcessBuilder(python.get(), "-c", VALIDATE, file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("valid 1");
    }

    @Test
    void shouldBeTheSameTextEachTime() {
        assertThat(InTotoStatement.text(Provenances.complete()))
                .isEqualTo(InTotoStatement.text(Provenances.complete()));
        assertThat(InTotoStatement.text(Provenances.complete()))
                .contains("git+ssh://git@example.org/team/model.git@" + "d".repeat(40))
                .contains("\"params.yaml:lr\" : 0.10");
    }
}
