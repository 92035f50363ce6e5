package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;

/** This program has no client for a storage; the installed {@code dvc} may have. */
public final class UnsupportedRemoteException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnsupportedRemoteException(String remote, String scheme) {
        super("Remote '" + remote + "' is a " + scheme
                + " storage, which is not served natively yet. Use 'engine: dvc' (--engine dvc)," + " with dvc["
                + scheme + "] installed.");
    }
}
