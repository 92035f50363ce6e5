package io.jenkins.plugins.mlops.lineage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables that pin randomness. */
public final class Seeds {

    static final List<String> VARIABLES = List.of("CUBLAS_WORKSPACE_CONFIG", "MLOPS_SEED", "PYTHONHASHSEED");

    /** CPython takes no more: {@code PYTHONHASHSEED} is {@code random} or in [0; 4294967295]. */
    private static final long MAX = 4_294_967_295L;

    private Seeds() {}

    /**
     * @return {@code PYTHONHASHSEED} and {@code MLOPS_SEED}, and {@code CUBLAS_WORKSPACE_CONFIG} as NVIDIA's cuBLAS documentation asks for reproducible results
     * @throws IllegalArgumentException for a seed that Python would not take
     */
    public static Map<String, String> variables(long seed) {
        if (seed < 0 || seed > MAX) {
            throw new IllegalArgumentException("the seed is " + seed + " but Python takes 0 to " + MAX);
        }
        Map<String, String> variables = new TreeMap<>();
        variables.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        variables.put("MLOPS_SEED", Long.toString(seed));
        variables.put("PYTHONHASHSEED", Long.toString(seed));
        return variables;
    }
}
