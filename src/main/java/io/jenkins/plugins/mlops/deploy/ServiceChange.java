package io.jenkins.plugins.mlops.deploy;

import java.util.Map;
import java.util.Optional;

/**
 * What one patch changes.
 *
 * @param labels to be set; others stay
 * @param annotations to be set; others stay
 * @param selector in place of the whole selector there is
 */
public record ServiceChange(
        Map<String, String> labels, Map<String, String> annotations, Optional<Map<String, String>> selector) {}
