package io.jenkins.plugins.mlops.dvc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a workspace file is made from an object of the cache; DVC's {@code cache.type}. */
public enum LinkType {
    /** A copy that shares its blocks until one side is written. Java has no call for it, see {@link Reflink}. */
    REFLINK,
    /** Same inode as the object in the cache, hence read-only. */
    HARDLINK,
    /** Points at the object in the cache. */
    SYMLINK,
    COPY;

    /** What DVC does where {@code cache.type} is not set. */
    public static final List<LinkType> DVC_DEFAULT = List.of(REFLINK, COPY);

    /**
     * @param text comma-separated, as in {@code cache.type}
     * @throws IllegalArgumentException names the word that is no link type
     */
    public static List<LinkType> parse(String text) {
        List<LinkType> types = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            String name = word.strip();
            try {
                types.add(valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + name
                                + "' is no link type; use reflink, hardlink, symlink, copy or several of them with commas between",
                        e);
            }
        }
        return List.copyOf(types);
    }
}
