package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Java's file exceptions often have nothing but the file's name for a message. */
final class Failures {

    private Failures() {}

    /** What failed and why, in words, with the file's name in it. */
    static String reason(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        if (!(e instanceof FileSystemException failure) || failure.getFile() == null) {
            return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        }
        String file = failure.getFile();
        if (isDiskFull(e)) {
            return "no space is left on the disk of " + file + "; free some and pull again, what came so far is kept";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied for " + file;
        }
        if (e instanceof NoSuchFileException) {
            return "there is no " + file;
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " is there already";
        }
        if (e instanceof NotDirectoryException) {
            return file + " is no folder";
        }
        return Optional.ofNullable(e.getMessage()).orElse(file);
    }

    static boolean isDiskFull(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded");
    }
}
