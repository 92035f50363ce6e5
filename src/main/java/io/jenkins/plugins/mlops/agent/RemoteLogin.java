package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.Credentials;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What opens a remote, for one pull. Goes over the agent's channel and into no file that outlives the pull.
 *
 * @param id of the credentials, for messages
 * @param prefixes of the URLs that it may be sent to; empty where nobody bound it
 */
public record RemoteLogin(String id, Credentials credentials, ArrayList<String> prefixes) implements Serializable {

    /** Says nothing, so that no log does. */
    @Override
    public String toString() {
        return "RemoteLogin[****]";
    }
}
