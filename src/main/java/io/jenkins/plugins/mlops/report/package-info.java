/** One evaluation report: verdict, metric, parameter and data diff, plots and lineage, rendered as JSON, Markdown and HTML. */
package io.jenkins.plugins.mlops.report;
