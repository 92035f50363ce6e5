/** Docker daemons by docker-java, and registries by their HTTP API. */
package io.jenkins.plugins.mlops.docker;
