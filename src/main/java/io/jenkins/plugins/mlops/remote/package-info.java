/** Storage clients behind {@link io.jenkins.plugins.mlops.dvc.Remote}, one class per kind of storage. */
package io.jenkins.plugins.mlops.remote;
