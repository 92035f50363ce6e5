package io.jenkins.plugins.mlops.deploy;

/** Is told what happens, once it is written in the cluster. */
public interface ReleaseListener {

    ReleaseListener SILENT = new ReleaseListener() {};

    /** After a resumption the state that was found is told once more. */
    default void entered(Transition transition) {}

    /** Something that stops nothing, but that a person should know. */
    default void noticed(String message) {}
}
