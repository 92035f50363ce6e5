package io.jenkins.plugins.mlops.lineage;

import java.io.IOException;
import java.util.function.Predicate;

/** The code of a run; implemented by the {@code git} package. Paths are relative to the folder of the run, with {@code ../} for what lies outside of it. */
public interface CodeSource {

    CodeVersion version() throws IOException;

    /**
     * One hash over the content of all code, whether committed or not, so that it stays the same over a commit that changes nothing but outputs.
     *
     * @param version as {@link #version()} answered
     * @param leftOut paths that are no code: what a run makes
     * @return 64 hexadecimal digits
     */
    String digest(CodeVersion version, Predicate<String> leftOut) throws IOException;
}
