package io.jenkins.plugins.mlops.steps;

/**
 * For steps that have a body or none. Pipeline knows no such step but {@code stage}: {@code DSL.invokeStep} refuses every other one that takes a body and has none. It is told that the step
 * takes none; the parser of the arguments, Snippet Generator and Declarative, which ask what is allowed, are told that it does. Should a later Pipeline ask elsewhere, then the form without a
 * body fails with Pipeline's own words, and the other goes on to work.
 */
final class OptionalBody {

    private static final StackWalker STACK = StackWalker.getInstance();

    private OptionalBody() {}

    /** What {@code takesImplicitBlockArgument()} is to answer to whoever called it. */
    static boolean isAllowed() {
        return STACK.walk(frames -> frames.skip(2)
                .findFirst()
                .filter(caller -> caller.getClassName().equals("org.jenkinsci.plugins.workflow.cps.DSL")
                        && caller.getMethodName().equals("invokeStep"))
                .isEmpty());
    }
}
