package io.jenkins.plugins.mlops.docker;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants a login, as its header {@code WWW-Authenticate} says.
 *
 * @param scheme in lower case: {@code basic}, {@code bearer}
 */
record Challenge(String scheme, Optional<String> realm, Optional<String> service) {

    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)=\"([^\"]*)\"");

    static Challenge of(String header) {
        int space = header.indexOf(' ');
        String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
        Optional<String> realm = Optional.empty();
        Optional<String> service = Optional.empty();
        Matcher parameters = PARAMETER.matcher(header);
        while (parameters.find()) {
            String name = parameters.group(1).toLowerCase(Locale.ROOT);
            if (name.equals("realm")) {
                realm = Optional.of(parameters.group(2));
            } else if (name.equals("service")) {
                service = Optional.of(parameters.group(2));
            }
        }
        return new Challenge(scheme, realm, service);
    }
}
