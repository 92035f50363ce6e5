package io.jenkins.plugins.mlops.document;

/**
 * A place in a file.
 *
 * @param file the name to show to a person, as they know the file
 * @param line 1-based, 0 where it is not known
 * @param column 1-based, 0 where it is not known
 */
public record Position(String file, int line, int column) {

    public static Position startOf(String file) {
        return new Position(file, 1, 1);
    }

    public static Position in(String file) {
        return new Position(file, 0, 0);
    }

    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
