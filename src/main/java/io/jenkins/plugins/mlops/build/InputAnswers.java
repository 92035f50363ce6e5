package io.jenkins.plugins.mlops.build;

import hudson.model.User;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;

/** Who answered an {@code input}. */
public final class InputAnswers {

    private InputAnswers() {}

    /**
     * Those who let the inputs inside of a block proceed, by their ids; the one who did it last is last.
     *
     * @param block where it begins
     */
    public static Set<String> approvers(FlowExecution flow, FlowNode block) {
        List<FlowNode> ends = flow.getCurrentHeads().stream()
                .filter(head -> head.getAllEnclosingIds().contains(block.getId()))
                .toList();
        DepthFirstScanner scanner = new DepthFirstScanner();
        Set<String> newestFirst = new LinkedHashSet<>();
        if (!ends.isEmpty() && scanner.setup(ends, List.of(block))) {
            for (FlowNode node : scanner) {
                InputSubmittedAction submitted = node.getPersistentAction(InputSubmittedAction.class);
                if (submitted != null && submitted.getApprover() != null) {
                    newestFirst.add(submitted.getApprover());
                }
            }
        }
        List<String> all = new ArrayList<>(newestFirst);
        Collections.reverse(all);
        return new LinkedHashSet<>(all);
    }

    /** Whether somebody answered an input with Abort, rather than stopping the build. */
    public static boolean isRejection(Throwable error) {
        return error instanceof FlowInterruptedException interruption
                && interruption.getCauses().stream().anyMatch(Rejection.class::isInstance);
    }

    /** The id of the user who aborted an input, or stopped the build; empty where it was nobody. */
    public static String whoAborted(Throwable error) {
        if (error instanceof FlowInterruptedException interruption) {
            for (CauseOfInterruption cause : interruption.getCauses()) {
                if (cause instanceof Rejection rejection) {
                    return id(rejection.getUser());
                }
                if (cause instanceof CauseOfInterruption.UserInterruption interrupted) {
                    return id(interrupted.getUserOrNull());
                }
            }
        }
        return "";
    }

    private static String id(User user) {
        return user == null ? "" : user.getId();
    }
}
