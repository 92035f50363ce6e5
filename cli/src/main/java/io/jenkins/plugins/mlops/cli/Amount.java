package io.jenkins.plugins.mlops.cli;

import java.util.Locale;

/** Numbers for people. */
final class Amount {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private Amount() {}

    /** {@code 1.5 MB}; powers of 1,000, as storages count. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        // 999,950 would show as 1000.0 kB
        while (value >= 999.95 && unit + 1 < UNITS.length) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 1,200 files}, {@code 1 file}. */
    static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
    }
}
