package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final String PARAMS =
            "n: 3\nf: 1.50\nsmall: 1e-5\nbig: 1e16\nlarge: 123456789012345.0\ninf: .inf\nt: true\nnone: ~\ntext: a b\nlist: [x, {y: z}]\nm: {k: {l: v}}\nempty: ''\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a-${n}          | a-3",
                "${n}${f}        | 31.5",
                "-${small}       | -1e-05",
                "-${big}         | -1e+16",
                "-${large}       | -123456789012345.0",
                "-${inf}         | -inf",
                "-${t}           | -true",
                "-${none}        | -None",
                "${m.k.l}        | v",
                "${ m.k.l }      | v",
                "${m[k].l}       | v",
                "${list[0]}      | x",
                "${list[-1].y}   | z",
                "${list.1.y}     | z",
                "\\${n} ${n}     | ${n} 3",
                "${n             | ${n",
                "$n {n}          | $n {n}",
                "x${empty}y      | xy"
            })
    void shouldWriteValuesAsPythonDoes(String template, String expected) throws Exception {
        assertThat(Template.text(resolve(template))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${x}      | no value for '${x}'",
                "${n.x}    | no value",
                "${list[2]}| no value",
                "${list[a]}| no value",
                "${}       | no value",
                "a${m}     | a mapping cannot be put into text",
                "a${list}  | a list cannot"
            })
    void shouldSayWhatHasNoValue(String template, String problem) {
        assertThatExceptionOfType(InterpolationException.class)
                .isThrownBy(() -> resolve(template))
                .withMessageContaining(problem);
    }

    @Test
    void shouldKeepWhatIsOneExpression() throws Exception {
        assertThat(resolve("${t}")).isInstanceOf(Node.Flag.class);
        assertThat(resolve("${list}")).isInstanceOf(Node.Sequence.class);
        assertThat(resolve("${text}").at()).isEqualTo(new Position("t", 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1, 1.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-2.5e-7, -2.5e-07",
        "0, 0.0",
        "-0.0, -0.0",
        "1e22, 1e+22",
        "123456.789, 123456.789"
    })
    void shouldWriteFloatsAsPythonDoes(double value, String expected) {
        assertThat(Template.python(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[params.yaml]              | 3",
                "[{m: {k: {more: 1}}}]      | 3",
                "['sub/o.yaml:a']           | 3",
                "[{n: 4}]                   | 'n' has a value already, from params.yaml:1:4",
                "[none.yaml]                | there is no file 'none.yaml'",
                "[../o.yaml]                | not in the repository",
                "[/etc/passwd]              | not in the repository",
                "['sub/o.yaml:c']           | there is no 'c'",
                "[bad.yaml]                 | bad.yaml:1:",
                "{a: b}                     | to be a list"
            })
    void shouldLoadVariables(String vars, String outcome) throws Exception {
        MemoryTree tree = new MemoryTree()
                .with("params.yaml", PARAMS)
                .with("sub/o.yaml", "a: 1\nn: 2\n")
                .with("bad.yaml", "[");
        Optional<Node> node = Optional.of(Documents.yaml(vars, "dvc.yaml"));
        String actual;
        try {
            actual = Template.text(
                    new Template(Variables.load(tree, "", node)).resolve(new Node.Text("${n}", Position.in("t"))));
        } catch (InterpolationException e) {
            actual = e.getMessage();
        }
        assertThat(actual).contains(outcome);
    }

    private static Node resolve(String template) throws Exception {
        Variables variables = Variables.load(new MemoryTree().with("params.yaml", PARAMS), "", Optional.empty());
        return new Template(variables).resolve(new Node.Text(template, Position.startOf("t")));
    }
}
