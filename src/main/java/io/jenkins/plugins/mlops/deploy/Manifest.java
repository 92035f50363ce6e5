package io.jenkins.plugins.mlops.deploy;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects of an app before they have a colour. */
public record Manifest(List<Resource> resources) {

    /** {@code $${x}} is the text {@code ${x}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\$?)\\{([A-Za-z][A-Za-z0-9_.-]*)\\}");

    /** Kinds that belong to no namespace; a release needs no rights outside of its own. */
    private static final Set<String> CLUSTER_WIDE = Set.of(
            "Namespace",
            "Node",
            "PersistentVolume",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "StorageClass",
            "PriorityClass",
            "IngressClass",
            "RuntimeClass",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
            "APIService");

    public Manifest {
        resources = List.copyOf(resources);
    }

    /**
     * @param yaml one or several documents; a {@code List} is the objects in it
     * @param file to be named in messages
     * @param values for {@code ${name}} in texts; a text that is nothing but one {@code ${name}} becomes the value itself, so that a number stays one
     * @throws DocumentException that names the place of what is wrong
     */
    public static Manifest parse(String yaml, String file, Map<String, Object> values) throws DocumentException {
        List<Resource> resources = new ArrayList<>();
        for (Node document : Documents.yamlStream(yaml, file)) {
            add(document.asMapping("an object of Kubernetes"), values, resources);
        }
        return new Manifest(resources);
    }

    private static void add(Node.Mapping object, Map<String, Object> values, List<Resource> resources)
            throws DocumentException {
        if (object.get("kind").isPresent()
                && object.get("kind").get().asText("kind").equals("List")) {
            for (Node item : object.get("items")
                    .orElseThrow(() -> new DocumentException(object.at(), "the List has no items"))
                    .asSequence("items")
                    .items()) {
                add(item.asMapping("an item of the List"), values, resources);
            }
            return;
        }
        for (String field : List.of("apiVersion", "kind", "metadata")) {
            if (object.get(field).isEmpty()) {
                throw new DocumentException(
                        object.at(), "the object has no " + field + "; is this a manifest of Kubernetes?");
            }
        }
        Resource resource = new Resource(mapping(object, values));
        if (resource.name().isEmpty()) {
            throw new DocumentException(object.at(), "the " + resource.kind() + " has no metadata.name");
        }
        if (CLUSTER_WIDE.contains(resource.kind())) {
            throw new DocumentException(
                    object.at(),
                    resource + " belongs to no namespace, and a release changes its own only; apply it separately");
        }
        resources.add(resource);
    }

    private static Map<String, Object> mapping(Node.Mapping mapping, Map<String, Object> values)
            throws DocumentException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
            if (!(entry.getValue() instanceof Node.Null)) {
                map.put(entry.getKey(), value(entry.getValue(), values));
            }
        }
        return map;
    }

    private static Object value(Node node, Map<String, Object> values) throws DocumentException {
        if (node instanceof Node.Mapping mapping) {
            return mapping(mapping, values);
        }
        if (node instanceof Node.Sequence sequence) {
            List<Object> list = new ArrayList<>();
            for (Node item : sequence.items()) {
                list.add(value(item, values));
            }
            return list;
        }
        if (node instanceof Node.Flag flag) {
            return flag.value();
        }
        if (node instanceof Node.Number number) {
            return number(number);
        }
        return node instanceof Node.Null ? "" : text(node.asText("a value"), node, values);
    }

    private static Object number(Node.Number number) throws DocumentException {
        if (number.value().isEmpty()) {
            throw new DocumentException(number.at(), number.literal() + " is no number that Kubernetes knows");
        }
        // What has no fraction has to be written without one.
        return number.value().get().stripTrailingZeros().scale() <= 0
                        && number.value().get().precision()
                                        - number.value().get().scale()
                                <= 18
                ? (Object) number.value().get().longValue()
                : number.value().get();
    }

    private static Object text(String text, Node node, Map<String, Object> values) throws DocumentException {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            if (!matcher.group(1).isEmpty()) {
                matcher.appendReplacement(
                        filled, Matcher.quoteReplacement(matcher.group().substring(1)));
                continue;
            }
            Object value = values.get(matcher.group(2));
            if (value == null) {
                throw new DocumentException(
                        node.at(),
                        "there is no value for " + matcher.group() + "; known are "
                                + String.join(
                                        ", ", values.keySet().stream().sorted().toList()) + ". Write $"
                                + matcher.group() + " for the text itself");
            }
            if (matcher.end() - matcher.start() == text.length()) {
                return value;
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value.toString()));
        }
        return matcher.appendTail(filled).toString();
    }
}
