/** What a build keeps and shows. */
package io.jenkins.plugins.mlops.build;
