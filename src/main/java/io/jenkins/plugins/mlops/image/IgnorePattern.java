package io.jenkins.plugins.mlops.image;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One line of a {@code .dockerignore} file, with the meaning that moby's {@code patternmatcher} gives it: {@code *} and {@code ?} stay within a name, {@code **} stands for any folders, or for anything where
 * it is last, {@code [a-c]} and {@code [^a-c]} are classes, a backslash takes the next character as it is. Matches in time proportional to the product of the lengths, also for hostile lines of many stars.
 *
 * @param line number in the file, from 1
 * @param exception whether it takes back, as lines with {@code !} do
 */
record IgnorePattern(String text, int line, boolean exception, List<Token> tokens) {

    /** What a part of a pattern stands for. */
    sealed interface Token {
        /** Any number of characters; without {@code /} unless {@code crossing}. */
        record Run(boolean crossing) implements Token {}

        /** Nothing, or anything that ends with {@code /}. */
        record Folders() implements Token {}

        /** Any character but {@code /}. */
        record Single() implements Token {}

        record Literal(char character) implements Token {}

        /** @param ranges pairs of the first and the last character */
        record Class(boolean negated, String ranges) implements Token {
            boolean has(char character) {
                for (int i = 0; i < ranges.length(); i += 2) {
                    if (ranges.charAt(i) <= character && character <= ranges.charAt(i + 1)) {
                        return !negated;
                    }
                }
                return negated;
            }
        }
    }

    /**
     * @param pattern without {@code !}, cleaned
     * @throws IllegalArgumentException for a class or an escape that does not end
     */
    static IgnorePattern of(String pattern, int line, boolean exception) {
        return new IgnorePattern(pattern, line, exception, new Parser(pattern).tokens());
    }

    /** Whether it matches the path, or a folder that the path lies in. */
    boolean matches(String path) {
        BitSet states = closure(0, new BitSet());
        for (int i = 0; i < path.length() && !states.isEmpty(); i++) {
            if (path.charAt(i) == '/' && isEnd(states)) {
                return true;
            }
            states = step(states, path.charAt(i));
        }
        return isEnd(states);
    }

    private boolean isEnd(BitSet states) {
        return states.get(2 * tokens.size());
    }

    /** State 2i: token i comes next; 2i + 1: within the folders of token i, which have not ended yet. */
    private BitSet step(BitSet states, char c) {
        BitSet next = new BitSet();
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            int index = state / 2;
            if (index < tokens.size()) {
                Token token = tokens.get(index);
                if (token instanceof Token.Folders) {
                    next.set(2 * index + 1);
                    if (c == '/') {
                        closure(index + 1, next);
                    }
                } else if (token instanceof Token.Run run) {
                    if (run.crossing() || c != '/') {
                        closure(index, next);
                    }
                } else if (accepts(token, c)) {
                    closure(index + 1, next);
                }
            }
        }
        return next;
    }

    private static boolean accepts(Token token, char c) {
        return token instanceof Token.Literal literal && literal.character() == c
                || token instanceof Token.Single && c != '/'
                || token instanceof Token.Class choice && choice.has(c);
    }

    private BitSet closure(int index, BitSet into) {
        int i = index;
        into.set(2 * i);
        while (i < tokens.size() && (tokens.get(i) instanceof Token.Run || tokens.get(i) instanceof Token.Folders)) {
            into.set(2 * ++i);
        }
        return into;
    }

    private static final class Parser {

        private final String pattern;
        private int at;

        Parser(String pattern) {
            this.pattern = pattern;
        }

        List<Token> tokens() {
            List<Token> tokens = new ArrayList<>();
            while (at < pattern.length()) {
                char c = pattern.charAt(at++);
                tokens.add(
                        switch (c) {
                            case '*' -> star();
                            case '?' -> new Token.Single();
                            case '[' -> choice();
                            case '\\' -> new Token.Literal(escaped());
                            default -> new Token.Literal(c);
                        });
            }
            return List.copyOf(tokens);
        }

        private Token star() {
            if (!next('*')) {
                return new Token.Run(false);
            }
            next('/');
            return at == pattern.length() ? new Token.Run(true) : new Token.Folders();
        }

        private Token choice() {
            boolean negated = next('^');
            StringBuilder ranges = new StringBuilder();
            do {
                char first = member();
                ranges.append(first).append(next('-') ? member() : first);
            } while (!next(']'));
            return new Token.Class(negated, ranges.toString());
        }

        private char member() {
            if (at >= pattern.length() || "-]".indexOf(pattern.charAt(at)) >= 0) {
                throw new IllegalArgumentException("a class in brackets that is empty or does not end");
            }
            char c = pattern.charAt(at++);
            return c == '\\' ? escaped() : c;
        }

        private char escaped() {
            if (at >= pattern.length()) {
                throw new IllegalArgumentException("a backslash with nothing behind it");
            }
            return pattern.charAt(at++);
        }

        private boolean next(char expected) {
            boolean there = at < pattern.length() && pattern.charAt(at) == expected;
            at += there ? 1 : 0;
            return there;
        }
    }
}
