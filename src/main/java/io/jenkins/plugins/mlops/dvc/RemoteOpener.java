package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;

/** Turns a remote's settings into a client; implemented by the {@code remote} package. */
@FunctionalInterface
public interface RemoteOpener {

    /**
     * @throws UnsupportedRemoteException where this program has no client for that kind of storage
     * @throws IOException for settings that cannot work; nothing is contacted yet
     */
    Remote open(RemoteAddress address) throws IOException;
}
