package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One release per app at a time: a Lease that its holder renews while it works. Who waits for it takes it over once it has seen no renewal for the Lease's own duration by its own clock, so that the
 * clocks of two machines need not agree.
 */
final class Lock {

    private final Cluster cluster;
    private final String name;
    private final String holder;
    private final Duration duration;

    private Optional<LockLease> seen = Optional.empty();
    private Instant unchangedSince = Instant.MIN;
    private Instant renewed = Instant.MIN;
    private boolean released;

    Lock(Cluster cluster, AppNames names, String holder, Duration duration) {
        this.cluster = cluster;
        this.name = names.lease();
        this.holder = holder;
        this.duration = duration;
    }

    /** @return empty once it is held; else who holds it */
    Optional<String> hold(Instant now) throws ClusterException {
        if (renewed.plus(duration.dividedBy(3)).isAfter(now)) {
            return Optional.empty();
        }
        Optional<LockLease> current = cluster.lease(name);
        if (current.isPresent() && isOfSomebodyElse(current.get())) {
            if (!current.equals(seen)) {
                seen = current;
                unchangedSince = now;
            }
            if (unchangedSince.plus(current.get().duration()).isAfter(now)) {
                return current.map(LockLease::holder);
            }
        }
        take(current, now);
        return Optional.empty();
    }

    /** Takes it from whoever has it: to go back must not wait for the build that is to be undone. */
    void seize(Instant now) throws ClusterException {
        if (!renewed.plus(duration.dividedBy(3)).isAfter(now)) {
            take(cluster.lease(name), now);
        }
    }

    private boolean isOfSomebodyElse(LockLease lease) {
        return !lease.holder().isEmpty() && !lease.holder().equals(holder);
    }

    private void take(Optional<LockLease> current, Instant now) throws ClusterException {
        Instant acquired = current.filter(lease -> lease.holder().equals(holder))
                .map(LockLease::acquired)
                .orElse(now);
        cluster.write(current, new LockLease(name, holder, acquired, now, duration, ""));
        renewed = now;
        released = false;
    }

    /** Also what another one of the same holder has taken, before a restart. */
    void release(Instant now) throws ClusterException {
        if (released) {
            return;
        }
        renewed = Instant.MIN;

        Optional<LockLease> current = cluster.lease(name);
        if (current.isPresent() && current.get().holder().equals(holder)) {
            cluster.write(current, new LockLease(name, "", current.get().acquired(), now, duration, ""));
        }
        released = true;
    }
}
