package io.jenkins.plugins.mlops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the package table of CONTRIBUTING.md. */
class ArchitectureTest {

    private static final String ROOT = "io.jenkins.plugins.mlops";

    /** A package and the packages that it may import besides itself. */
    private static final Map<String, List<String>> TABLE = Map.ofEntries(
            Map.entry("document", List.of()),
            Map.entry("metrics", List.of("document")),
            Map.entry("plots", List.of("document")),
            Map.entry("gate", List.of("document", "metrics")),
            Map.entry("dvc", List.of("document")),
            Map.entry("remote", List.of("dvc")),
            Map.entry("lineage", List.of("document", "dvc", "metrics")),
            Map.entry("training", List.of("document", "dvc", "lineage", "metrics", "plots")),
            Map.entry("git", List.of("document", "dvc", "gate", "lineage", "metrics")),
            Map.entry("image", List.of("lineage")),
            Map.entry("docker", List.of("image")),
            Map.entry("deploy", List.of("document")),
            Map.entry("kubernetes", List.of("deploy")),
            Map.entry(
                    "report",
                    List.of("document", "dvc", "gate", "lineage", "metrics", "plots", "training", "image", "deploy")),
            Map.entry(
                    "evaluation",
                    List.of("document", "dvc", "gate", "git", "lineage", "metrics", "plots", "report", "training")));

    /** These may import Jenkins, and everything in {@link #TABLE}. */
    private static final List<String> JENKINS = List.of("agent", "steps", "release", "build");

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void shouldHaveEveryPackageInTheTable() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should(hold("stand in the table", (type, events) -> {
                    String name = packageOf(type);
                    if (!TABLE.containsKey(name) && !JENKINS.contains(name)) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no known package"));
                    }
                }))
                .check(classes);
    }

    @Test
    void shouldImportOnlyWhatTheTableAllows() {
        classes()
                .that()
                .resideInAnyPackage(
                        TABLE.keySet().stream().map(name -> ROOT + "." + name).toArray(String[]::new))
                .should(hold("import only what the table allows", (type, events) -> {
                    List<String> allowed = TABLE.get(packageOf(type));
                    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        JavaClass target = dependency.getTargetClass().getBaseComponentType();
                        boolean ours = target.getPackageName().startsWith(ROOT);
                        if (ours
                                && !packageOf(target).equals(packageOf(type))
                                && !allowed.contains(packageOf(target))) {
                            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                        }
                    }
                }))
                .check(classes);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldKeepJenkinsAndTheCommandLineOutOfTheDomain() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        TABLE.keySet().stream().map(name -> ROOT + "." + name).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..", "picocli..")
                .check(classes);
    }

    @Test
    void shouldReachEachLibraryFromItsOwnPackageOnly() {
        Map<String, String> owners = Map.of(
                "org.eclipse.jgit", "git",
                "org.snakeyaml", "document",
                "com.github.dockerjava", "docker",
                "io.fabric8", "kubernetes");
        owners.forEach((library, owner) -> noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "." + owner, ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(classes));
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.length() > ROOT.length() ? name.substring(ROOT.length() + 1) : "";
    }

    private interface Inspection {
        void inspect(JavaClass type, ConditionEvents events);
    }

    private static ArchCondition<JavaClass> hold(String description, Inspection inspection) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                inspection.inspect(type, events);
            }
        };
    }
}
