package io.jenkins.plugins.mlops.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MlBomTest {

    static Stream<Provenance> provenances() {
        return Stream.of(Provenances.complete(), Provenances.minimal());
    }

    @ParameterizedTest
    @MethodSource("provenances")
    void shouldHoldTheSpecification(Provenance provenance) throws Exception {
        JsonParser parser = new JsonParser();
        String text = MlBom.text(provenance);
        assertThat(parser.validate(text.getBytes(StandardCharsets.UTF_8), Version.VERSION_16))
                .isEmpty();
        Bom bom = parser.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(bom.getComponents().get(0).getType()).isEqualTo(Component.Type.MACHINE_LEARNING_MODEL);
        // The schema is one that can say no.
        String wrong = text.replace("machine-learning-model", "model");
        assertThat(parser.validate(wrong.getBytes(StandardCharsets.UTF_8), Version.VERSION_16))
                .isNotEmpty();
    }

    @Test
    void shouldReferToComponentsThatAreThere() throws Exception {
        String text = MlBom.text(Provenances.complete());
        assertThat(MlBom.text(Provenances.complete())).isEqualTo(text);
        JsonNode bom = new ObjectMapper().readTree(text);
        Set<String> refs = new HashSet<>();
        refs.add(bom.at("/metadata/component/bom-ref").asText());
        bom.get("components")
                .forEach(component ->
                        assertThat(refs.add(component.get("bom-ref").asText())).isTrue());
        assertThat(bom.findValuesAsText("ref")).isNotEmpty().allMatch(refs::contains);
        bom.findValues("dependsOn")
                .forEach(list -> list.forEach(ref -> assertThat(refs).contains(ref.asText())));
        JsonNode card = bom.at("/components/0/modelCard");
        assertThat(card.at("/quantitativeAnalysis/performanceMetrics/0/value").asText())
                .isEqualTo("0.950");
        assertThat(card.at("/properties/0/name").asText()).isEqualTo("mlops:hyperparameter:params.yaml:lr");
    }
}
