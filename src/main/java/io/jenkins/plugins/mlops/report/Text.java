package io.jenkins.plugins.mlops.report;

/** User text made fit to show: names, messages and labels come from files that anybody may have written. */
final class Text {

    private Text() {}

    /**
     * One line without control characters, and without the invisible ones that reorder or hide what follows (Unicode TR 36): each becomes U+FFFD, as does half a
     * surrogate pair.
     */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT && !isJoiner(c)
                    || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                    || (c & 0xFFFE) == 0xFFFE
                    || c >= 0xFDD0 && c <= 0xFDEF) {
                line.append('\uFFFD');
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString().stripTrailing();
    }

    /** Zero-width joiners make emoji and the letters of Indic scripts. */
    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    /** @param max code points, at least 1 */
    static String clip(String text, int max) {
        if (text.length() <= max || text.codePointCount(0, text.length()) <= max) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }
}
