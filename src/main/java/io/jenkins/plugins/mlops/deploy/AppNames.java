package io.jenkins.plugins.mlops.deploy;

import java.util.Map;
import java.util.regex.Pattern;

/** The names of an app's objects, and the labels by which they are found. */
record AppNames(String app) {

    static final String MANAGER = "mlops-pipeline";
    static final String DOMAIN = "mlops.jenkins.io/";
    static final String APP = DOMAIN + "app";
    static final String COLOUR = DOMAIN + "colour";
    static final String RELEASE = DOMAIN + "release";
    static final String NAME = "app.kubernetes.io/name";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** A DNS label; room for the longest suffix within 63 characters. */
    private static final Pattern VALID = Pattern.compile("[a-z]([-a-z0-9]{0,53}[a-z0-9])?");

    AppNames {
        if (!VALID.matcher(app).matches()) {
            throw new IllegalArgumentException(
                    "the app '" + shortened(app)
                            + "' cannot name a Service; write at most 55 small letters, digits and '-', starting with a letter and not ending with '-'");
        }
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    String live() {
        return app;
    }

    String preview() {
        return app + "-preview";
    }

    String lease() {
        return app + "-deploy";
    }

    String coloured(String name, Colour colour) {
        return name + "-" + colour;
    }

    String deployment(Colour colour) {
        return coloured(app, colour);
    }

    Map<String, String> selector(Colour colour) {
        return Map.of(APP, app, COLOUR, colour.toString());
    }

    /** Selects no pod: before the first release is ready, nobody is served. */
    Map<String, String> nobody() {
        return Map.of(APP, app, COLOUR, "none");
    }
}
