package io.jenkins.plugins.mlops.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MlBomTest {

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
