package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.model.Item;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * What a form offers as credentials, and to whom.
 *
 * @param kinds that are of use
 */
record CredentialChoices(CredentialsMatcher kinds) {

    ListBoxModel list(Item item, String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (mayNotConfigure(item)) {
            return choices.includeCurrentValue(current);
        }
        choices.includeEmptyValue();
        if (item == null) {
            choices.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), kinds);
        } else {
            choices.includeMatchingAs(authentication(item), item, StandardCredentials.class, List.of(), kinds);
        }
        return choices.includeCurrentValue(current);
    }

    /** @param none what to say where there are none of that ID */
    FormValidation check(Item item, String id, String none) {
        if (mayNotConfigure(item) || id.isBlank()) {
            return FormValidation.ok();
        }
        boolean there =
                CredentialsProvider.listCredentialsInItem(
                                StandardCredentials.class, item, authentication(item), List.of(), kinds)
                        .stream()
                        .anyMatch(option -> option.value.equals(id));
        return there ? FormValidation.ok() : FormValidation.warning(none);
    }

    static boolean mayNotConfigure(Item item) {
        return item == null
                ? !Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : !item.hasPermission(Item.EXTENDED_READ) && !item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    private static Authentication authentication(Item item) {
        return item instanceof hudson.model.Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
