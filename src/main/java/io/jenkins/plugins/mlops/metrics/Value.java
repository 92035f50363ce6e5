package io.jenkins.plugins.mlops.metrics;

import java.math.BigDecimal;

/** What a metrics or parameters file holds under one name. Only {@link Numeric} takes part in arithmetic; nothing else is ever taken for 0. */
public sealed interface Value {

    /** As a person reads it in the file. */
    String display();

    /** A finite number with the precision of the file. */
    record Numeric(BigDecimal value) implements Value {
        @Override
        public String display() {
            return value.toString();
        }
    }

    /** @param literal {@code NaN}, {@code Infinity} or {@code -Infinity} */
    record NotFinite(String literal) implements Value {
        @Override
        public String display() {
            return literal;
        }
    }

    record Text(String value) implements Value {
        @Override
        public String display() {
            return value;
        }
    }

    record Flag(boolean value) implements Value {
        @Override
        public String display() {
            return Boolean.toString(value);
        }
    }

    /** The file has the name and says {@code null}. */
    record Null() implements Value {
        @Override
        public String display() {
            return "null";
        }
    }
}
