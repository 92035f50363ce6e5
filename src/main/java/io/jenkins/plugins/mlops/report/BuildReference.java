package io.jenkins.plugins.mlops.report;

import java.util.Optional;

/**
 * What made the report.
 *
 * @param label as people call it: {@code fraud/main #41}
 * @param url shown as a link if it is http or https
 */
public record BuildReference(String label, Optional<String> url) {}
