/** Runs the engine where a Pipeline step runs. What crosses the remoting boundary is plain serializable data. */
package io.jenkins.plugins.mlops.agent;
