/** Git by jgit: trees of revisions without a checkout, merge bases, repositories that imports name. */
package io.jenkins.plugins.mlops.git;
