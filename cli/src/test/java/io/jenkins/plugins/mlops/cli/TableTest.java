package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    @Test
    void shouldAlignNumbersToTheRight() {
        String text =
                new Table("Name", ">Value").row("a", "1").row("bcd", "1000").text();

        assertThat(text.lines()).containsExactly("Name  Value", "a         1", "bcd    1000");
    }

    @Test
    void shouldKeepNamesFromBreakingTheTableOrTheTerminal() {
        Table table = new Table("Name").row("a|b<script>").row("\u001B[2Jx\ny");

        assertThat(table.markdown()).isEqualTo("| Name |\n| --- |\n| a\\|b&lt;script> |\n| ?[2Jx?y |");
        assertThat(table.text().lines()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 kB", "999949,999.9 kB", "999950,1.0 MB", "1500000000,1.5 GB"})
    void shouldShowBytesForPeople(long bytes, String text) {
        assertThat(Amount.bytes(bytes)).isEqualTo(text);
    }
}
