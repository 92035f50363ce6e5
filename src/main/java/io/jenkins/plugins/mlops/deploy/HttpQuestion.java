package io.jenkins.plugins.mlops.deploy;

/**
 * @param port number or name of the Service's port
 * @param path with a leading slash, and perhaps a query
 * @param body empty for none
 */
public record HttpQuestion(String method, String port, String path, String body, String contentType) {}
