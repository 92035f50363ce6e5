package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.ArrayType;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.HomogeneousObjectType;
import org.jenkinsci.plugins.structs.describable.ParameterType;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** docs/steps.md and the help of the forms have what the steps have, neither more nor less. */
@WithJenkins
class StepReferenceTest {

    @Test
    void shouldDescribeEveryStepAndEveryArgument(JenkinsRule jenkins) throws IOException {
        List<StepDescriptor> steps = StepDescriptor.all().stream()
                .filter(step -> step.clazz.getName().startsWith("io.jenkins.plugins.mlops"))
                .toList();
        String reference = Files.readString(Path.of("docs", "steps.md"));

        assertThat(steps).hasSizeGreaterThanOrEqualTo(3);
        for (StepDescriptor step : steps) {
            String section = section(reference, step.getFunctionName());
            List<String> arguments = new ArrayList<>();
            for (DescribableParameter parameter : new DescribableModel<>(step.clazz).getParameters()) {
                arguments.add(parameter.getName());
                for (DescribableParameter nested : nested(parameter.getType())) {
                    assertThat(section)
                            .as(step.getFunctionName() + ": " + parameter.getName() + "." + nested.getName())
                            .contains("`" + nested.getName() + "`");
                }
            }
            assertThat(documented(section)).as(step.getFunctionName()).containsExactlyInAnyOrderElementsOf(arguments);
        }
    }

    @Test
    void shouldHelpWithEveryArgumentInTheForm(JenkinsRule jenkins) {
        List<String> without = new ArrayList<>();
        for (StepDescriptor step : StepDescriptor.all()) {
            if (step.clazz.getName().startsWith("io.jenkins.plugins.mlops")) {
                helpless(step.clazz, without);
            }
        }
        assertThat(without).isEmpty();
    }

    private static void helpless(Class<?> type, List<String> without) {
        for (DescribableParameter parameter : new DescribableModel<>(type).getParameters()) {
            URL help = type.getResource(type.getSimpleName() + "/help-" + parameter.getName() + ".html");
            if (help == null) {
                without.add(type.getSimpleName() + "." + parameter.getName());
            }
            model(parameter.getType()).forEach(nested -> helpless(nested.getType(), without));
        }
    }

    private static String section(String reference, String step) {
        int start = reference.indexOf("\n## " + step + "\n");
        assertThat(start).as("section of " + step).isNotNegative();
        int end = reference.indexOf("\n## ", start + 1);
        return reference.substring(start, end < 0 ? reference.length() : end);
    }

    /** The names in the first column of the table of arguments. */
    private static List<String> documented(String section) {
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(2, line.indexOf(" | ")))
                .flatMap(names -> Stream.of(names.split(", ")))
                .map(name -> name.replace("`", "").strip())
                .toList();
    }

    private static List<DescribableParameter> nested(ParameterType type) {
        return model(type)
                .flatMap(model -> model.getParameters().stream())
                .flatMap(parameter -> Stream.concat(Stream.of(parameter), nested(parameter.getType()).stream()))
                .toList();
    }

    /** An argument of the type Object takes anything; what it takes of ours are no steps. */
    private static Stream<DescribableModel<?>> model(ParameterType type) {
        if (type instanceof ArrayType array) {
            return model(array.getElementType());
        }
        return type instanceof HomogeneousObjectType object
                        && isOurs(object.getSchemaType().getType())
                ? Stream.of(object.getSchemaType())
                : Stream.empty();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.jenkins.plugins.mlops") && !Step.class.isAssignableFrom(type);
    }
}
