package io.jenkins.plugins.mlops.deploy;

public record HttpAnswer(int status, String body) {}
