package io.jenkins.plugins.mlops.report;

import java.util.List;
import java.util.Random;

/** Names that attack what they are written into. */
final class HostileText {

    static final List<String> ATTACKS = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</style><script>alert(1)</script>",
            "</title></svg><svg onload=alert(1)>",
            "<!--",
            "]]>",
            "javascript:alert(1)",
            "https://evil.example/\"onclick=\"alert(1)",
            "&lt;b&gt;&amp;",
            "| a | b |",
            "a|b\\|c\\",
            "**bold** __x__ ~~y~~",
            "`code` ``` ```js",
            "[text](http://evil.example)",
            "![image](http://evil.example/x.png)",
            "<details><summary>",
            "@everyone and @org/team",
            "fixes #1 GH-2 org/repo#3",
            "www.evil.example http://evil.example ftp://evil.example",
            "line\nbreak\r\n\r\n# heading\n- item\n\n---",
            "\u202Eright to left\u202C \u200B\u2066",
            "\u0000\u0001\u001b[31m",
            "\uD800 alone \uDC00",
            "\uFFFE\uFFFF",
            "日本語 🙂 é",
            "",
            " ",
            "x".repeat(5_000),
            "|".repeat(3_000),
            "🙂@".repeat(500));

    private static final String CHARACTERS = "ab1 _-|`*<>&@#[]()\\~:/.\n\t\"'$!é\u0085\u2028";

    private HostileText() {}

    static String next(Random random) {
        if (random.nextInt(3) > 0) {
            return ATTACKS.get(random.nextInt(ATTACKS.size()));
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }
}
