/** Plot data as DVC and training scripts write it: curves, confusion matrices, ROC; no drawing. */
package io.jenkins.plugins.mlops.plots;
