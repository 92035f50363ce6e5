package io.jenkins.plugins.mlops.steps;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;

/** What the forms of the steps share. */
final class FormChecks {

    private FormChecks() {}

    /** @param rule throws {@link IllegalArgumentException} with what to write instead; nobody who may not configure learns anything of it */
    static FormValidation check(Item item, Runnable rule) {
        return CredentialChoices.mayNotConfigure(item) ? FormValidation.ok() : check(rule);
    }

    /** For a form that only those who may can ask. */
    static FormValidation check(Runnable rule) {
        try {
            rule.run();
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** @return {@code standard} for what is empty, as fields of a form are that nobody touched */
    static String or(String given, String standard) {
        String trimmed = Util.fixEmptyAndTrim(given);
        return trimmed == null ? standard : trimmed;
    }
}
