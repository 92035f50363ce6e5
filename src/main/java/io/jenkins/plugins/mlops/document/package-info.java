/**
 * Reads JSON, YAML 1.2 and TOML into one kind of tree whose nodes know where they stand, so that every reader of a user's file can name file, line and
 * column. Input is hostile: depth, aliases and size are bounded.
 */
package io.jenkins.plugins.mlops.document;
