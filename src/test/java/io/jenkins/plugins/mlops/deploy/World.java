package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster, a clock that a test moves, and releases of the app fraud. */
final class World {

    static final String APP = "fraud";
    static final Timing TIMING =
            Timing.DEFAULTS.withKeepOld(Duration.ofMinutes(5)).withReady(Duration.ofMinutes(2));

    final FakeCluster cluster = new FakeCluster();
    final List<String> told = new ArrayList<>();
    Instant now = Instant.parse("2026-01-31T12:00:00Z");

    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    static Author author(String id) {
        return new Author(id, "job/" + id, "holder-" + id);
    }

    static Manifest manifest(String image) {
        return new DefaultManifest(APP, image, 2, 8080, "/ready", Map.of(), Map.of()).manifest();
    }

    static ReleaseRequest request(String id) {
        return new ReleaseRequest(APP, manifest("registry.example/fraud:" + id), author(id)).with(TIMING);
    }

    Deployer deployer(ReleaseRequest request) {
        return deployer(cluster, request, Prometheus.NONE);
    }

    Deployer deployer(Cluster seen, ReleaseRequest request, Prometheus prometheus) {
        return new Deployer(seen, prometheus, request, listener());
    }

    ReleaseListener listener() {
        return new ReleaseListener() {
            @Override
            public void entered(Transition transition) {
                told.add(transition.state() + ": " + transition.message());
            }

            @Override
            public void noticed(String message) {
                told.add("notice: " + message);
            }
        };
    }

    Rollback rollback(String id, String reason) {
        return new Rollback(cluster, new RollbackRequest(APP, author(id), reason, TIMING), listener());
    }

    /** Until it ends, letting time pass; says yes. */
    Progress.Finished run(Deployer deployer) throws IOException {
        return drive(deployer, () -> {
            deployer.promote("");
            return true;
        });
    }

    Progress.Finished run(Rollback rollback) throws IOException {
        return drive(rollback, () -> true);
    }

    private Progress.Finished drive(Steps steps, Driver.Body body) throws IOException {
        Instant end = now.plus(Duration.ofHours(2));
        try {
            return new Driver(
                            clock,
                            time -> {
                                now = now.plus(time);
                                if (now.isAfter(end)) {
                                    throw new AssertionError("it never ends; it has told " + told);
                                }
                            },
                            progress -> {})
                    .run(steps, body);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until it is in the state. */
    Progress runTo(Steps steps, State state) throws DeployException {
        for (int i = 0; i < 1000; i++) {
            Progress progress = steps.step(now);
            boolean entered = cluster.service(APP).isPresent()
                    && release().filter(release -> release.state() == state).isPresent();
            if (entered) {
                return progress;
            }
            now = now.plusSeconds(1);
        }
        throw new AssertionError("never " + state + "; it has told " + told);
    }

    Optional<ReleaseRecord> release() throws DeployException {
        return LiveApp.of(cluster.services.get(APP)).release();
    }

    String liveColour() {
        return cluster.services.get(APP).selector().getOrDefault(AppNames.COLOUR, "?");
    }
}
