package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plain Deployment and Service that were there before the first release. */
class AdoptionTest {

    private static final Map<String, String> LEGACY = Map.of("app", "fraud");

    private final World world = new World();
    private final FakeCluster cluster = world.cluster;

    @BeforeEach
    void serveWithoutColours() throws ClusterException {
        cluster.put(new LiveService("fraud", "uid", "", LEGACY, Map.of(), Map.of("owner", "ann")));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "apps/v1");
        tree.put("kind", "Deployment");
        cluster.apply(new Resource(tree)
                .with("fraud", "metadata", "name")
                .with(4, "spec", "replicas")
                .with(LEGACY, "spec", "template", "metadata", "labels")
                .with(List.of(Map.of("image", "legacy:7")), "spec", "template", "spec", "containers"));
    }

    @Test
    void shouldServeFromTheOldPodsUntilTheSwitchAndRetireThem() throws IOException {
        Deployer deployer = world.deployer(World.request("r1"));
        world.runTo(deployer, State.VERIFYING);
        assertThat(cluster.services.get("fraud").selector()).isEqualTo(LEGACY);

        assertThat(world.run(deployer).outcome()).isEqualTo(Outcome.PROMOTED);

        assertThat(world.liveColour()).isEqualTo("blue");
        assertThat(cluster.services.get("fraud").annotations()).containsEntry("owner", "ann");
        assertThat(cluster.workload("fraud").desired).isZero();
    }

    @Test
    void shouldGoBackToTheOldPodsAlsoOnceTheyAreRetired() throws IOException {
        world.run(world.deployer(World.request("r1")));

        assertThat(world.run(world.rollback("b1", "too slow")).outcome()).isEqualTo(Outcome.ROLLED_BACK);

        assertThat(cluster.services.get("fraud").selector()).isEqualTo(LEGACY);
        assertThat(cluster.workload("fraud").desired).isEqualTo(4);
    }

    @Test
    void shouldRefuseNewPodsThatTheOldSelectorWouldFind() throws IOException {
        Manifest manifest = World.manifest("r/fraud:1");
        Manifest same = new Manifest(manifest.resources().stream()
                .map(resource -> resource.is("apps", "Deployment")
                        ? resource.adding(LEGACY, "spec", "template", "metadata", "labels")
                        : resource)
                .toList());

        assertThatThrownBy(() -> world.run(world.deployer(new ReleaseRequest(World.APP, same, World.author("r1")))))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("Service fraud selects app=fraud")
                .hasMessageContaining("Take app out of the labels of the pod template");
        assertThat(cluster.workloads).containsOnlyKeys("fraud");
    }

    @Test
    void shouldRefuseADeploymentThatNoReleaseHasMade() throws IOException {
        for (Colour colour : Colour.values()) {
            cluster.apply(cluster.workload("fraud").resource.with("fraud-" + colour, "metadata", "name"));
        }
        cluster.put(new LiveService("fraud", "uid", "", Map.of("app", "other"), Map.of(), Map.of()));

        assertThatThrownBy(() -> world.run(world.deployer(World.request("r1"))))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("Deployment fraud-blue is there already, and no release of fraud has made it");
    }

    @Test
    void shouldRefuseAServiceWithoutSelector() {
        cluster.put(new LiveService("fraud", "uid", "", Map.of(), Map.of(), Map.of()));

        assertThatThrownBy(() -> world.run(world.deployer(World.request("r1"))))
                .hasMessageContaining("Service fraud has no selector");
    }
}
