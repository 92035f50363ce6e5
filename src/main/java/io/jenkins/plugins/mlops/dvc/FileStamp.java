package io.jenkins.plugins.mlops.dvc;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * By what a file is taken for the one that was seen before, as DVC and Git do: a program that writes a file changes at least one of these.
 *
 * @param modified nanoseconds since 1970
 * @param inode 0 where the file system has no such thing
 */
record FileStamp(long size, long modified, long inode) {

    /** Two writes within one tick of the file system's clock have the same time. */
    static final long TICK_NANOS = 20_000_000L;

    private static final String INODE = "ino=";

    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(
                attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), inode(attributes.fileKey()));
    }

    /** Java has a file's inode only in the text of its key: {@code (dev=fd00,ino=1234)}. The device is left out, it may change with every boot. */
    private static long inode(Object fileKey) {
        if (fileKey == null) {
            return 0;
        }
        String text = fileKey.toString();
        int start = text.indexOf(INODE);
        if (start < 0) {
            return text.hashCode();
        }
        long inode = 0;
        for (int i = start + INODE.length(); i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                break;
            }
            inode = inode * 10 + digit - '0';
        }
        return inode;
    }
}
