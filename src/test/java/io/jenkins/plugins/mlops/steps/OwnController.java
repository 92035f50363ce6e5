package io.jenkins.plugins.mlops.steps;

import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is a process of its own. */
final class OwnController {

    private OwnController() {}

    /** Without the plugins of AWS, which are large and which no test of such a controller needs. */
    static RealJenkinsExtension with(String... javaOptions) {
        return new RealJenkinsExtension()
                .omitPlugins(
                        "aws-credentials",
                        "aws-java-sdk-ec2",
                        "aws-java-sdk-minimal",
                        "aws-java-sdk2-ec2",
                        "aws-java-sdk2-core")
                .javaOptions(javaOptions)
                .withTimeout(0);
    }
}
