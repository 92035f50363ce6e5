/** One evaluation report: verdict, metric, parameter and data diff, plots and lineage, rendered as JSON, Markdown and HTML; and the index of what a job measured in all its builds. */
package io.jenkins.plugins.mlops.report;
