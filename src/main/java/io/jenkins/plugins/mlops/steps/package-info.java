/** One Step (data) and its execution (thin) per Pipeline step. */
package io.jenkins.plugins.mlops.steps;
