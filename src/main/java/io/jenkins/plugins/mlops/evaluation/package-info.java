/** Judging the model of a workspace: what it measured, what it is compared with, and the section of the report that says so. */
package io.jenkins.plugins.mlops.evaluation;
