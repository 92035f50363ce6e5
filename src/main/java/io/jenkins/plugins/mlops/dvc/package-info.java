/** DVC repositories: their files and configuration, cache and workspace, what a pull has to do and what it did. Independent of the {@code dvc} program. */
package io.jenkins.plugins.mlops.dvc;
