package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import hudson.model.Computer;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.mlops.release.ReleasesAction;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** What {@link FleetOfBuildsTest} does, and sees, within the controller. */
final class FleetController {

    /**
     * One look at the whole controller.
     *
     * @param releasing builds that go on and have begun a release
     * @param executors that are taken, those of the controller as well
     * @param threads by name, without the numbers
     */
    record Look(int building, int releasing, int executors, long heapMegabytes, TreeMap<String, Integer> threads)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        int threadCount() {
            return threads.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** How a build has ended. */
    record Built(String result, String log) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private FleetController() {}

    static void setUp(JenkinsRule jenkins, String kubeconfig) throws Exception {
        // Whatever wanted one would wait for ever.
        Jenkins.get().setNumExecutors(0);
        ReleaseNamespace.add(
                jenkins,
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        ReleaseNamespace.KUBECONFIG,
                        "",
                        "config",
                        SecretBytes.fromRawBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
    }

    /** Starts a build of each job, all at once. */
    static void start(JenkinsRule jenkins, TreeMap<String, String> scripts) throws Exception {
        for (Map.Entry<String, String> script : scripts.entrySet()) {
            WorkflowJob job = Jenkins.get().getItemByFullName(script.getKey(), WorkflowJob.class);
            if (job == null) {
                job = jenkins.createProject(WorkflowJob.class, script.getKey());
            }
            job.setDefinition(new CpsFlowDefinition(script.getValue(), true));
        }
        List<QueueTaskFuture<WorkflowRun>> builds = new ArrayList<>();
        for (String job : scripts.keySet()) {
            builds.add(Jenkins.get().getItemByFullName(job, WorkflowJob.class).scheduleBuild2(0));
        }
        for (QueueTaskFuture<WorkflowRun> build : builds) {
            build.waitForStart();
        }
    }

    static Look look(JenkinsRule jenkins) {
        int building = 0;
        int releasing = 0;
        for (WorkflowRun run : newest().toList()) {
            if (run.isBuilding()) {
                building++;
                releasing += run.getAction(ReleasesAction.class) == null ? 0 : 1;
            }
        }
        int executors = 0;
        for (Computer computer : Jenkins.get().getComputers()) {
            executors += computer.countBusy();
        }
        TreeMap<String, Integer> threads = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            threads.merge(thread.getName().replaceAll("[\\[:#(@].*", "").replaceAll("[0-9]+", "N"), 1, Integer::sum);
        }
        return new Look(building, releasing, executors, heap(), threads);
    }

    private static Stream<WorkflowRun> newest() {
        return Jenkins.get().getAllItems(WorkflowJob.class).stream()
                .map(WorkflowJob::getLastBuild)
                .filter(run -> run != null);
    }

    static Long heapAfterCollection(JenkinsRule jenkins) {
        System.gc();
        return heap();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    static void forgetPeakOfThreads(JenkinsRule jenkins) {
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
    }

    static Integer peakOfThreads(JenkinsRule jenkins) {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }

    static ArrayList<Built> newestBuilds(JenkinsRule jenkins, ArrayList<String> jobs) throws Exception {
        List<Built> built = new ArrayList<>();
        for (String job : jobs) {
            WorkflowRun run =
                    Jenkins.get().getItemByFullName(job, WorkflowJob.class).getLastBuild();
            built.add(new Built(String.valueOf(run.getResult()), JenkinsRule.getLog(run)));
        }
        return new ArrayList<>(built);
    }
}
