package io.jenkins.plugins.mlops.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of records in annotations. */
final class RecordJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // The same text in every JVM.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private RecordJson() {}

    static String write(ReleaseRecord release) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", release.id());
        json.put("inputs", release.inputs());
        json.put("state", release.state().toString());
        json.put("since", release.since().toString());
        json.put("from", side(release.from()));
        json.put("to", side(release.to()));
        json.put("switched", release.switched());
        json.put("by", release.by());
        json.put("reason", release.reason());
        json.put("decidedBy", release.decidedBy());
        release.outcome().ifPresent(outcome -> json.put("outcome", outcome.toString()));
        release.until().ifPresent(until -> json.put("until", until.toString()));
        json.put("buildUrl", release.provenance().buildUrl());
        json.put("commit", release.provenance().commit());
        json.put("dataVersion", release.provenance().dataVersion());
        json.put("modelDigest", release.provenance().modelDigest());
        json.put(
                "timeline",
                release.timeline().stream()
                        .map(moment -> Map.of(
                                "state",
                                moment.state().toString(),
                                "at",
                                moment.at().toString()))
                        .toList());
        return text(json);
    }

    private static Map<String, Object> side(Side side) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", side.name());
        side.deployment().ifPresent(deployment -> json.put("deployment", deployment));
        json.put("selector", side.selector());
        json.put("replicas", side.replicas());
        json.put("image", side.image());
        return json;
    }

    static ReleaseRecord release(String text, String where) throws DocumentException {
        Fields json = new Fields(Documents.json(text, where).asMapping("the record"));
        return new ReleaseRecord(
                new ReleaseRecord.Plan(
                        json.text("id"),
                        json.text("inputs"),
                        side(json.require("from")),
                        side(json.require("to")),
                        json.text("by"),
                        new Provenance(
                                json.text("buildUrl"),
                                json.text("commit"),
                                json.text("dataVersion"),
                                json.text("modelDigest"))),
                constant(json, "state", State.values()),
                json.instant("since"),
                json.flag("switched"),
                json.text("reason"),
                json.text("decidedBy"),
                json.optionalText("outcome").isPresent()
                        ? Optional.of(constant(json, "outcome", Outcome.values()))
                        : Optional.empty(),
                json.optionalText("until").isPresent() ? Optional.of(json.instant("until")) : Optional.empty(),
                json.list(
                        "timeline",
                        moment -> new ReleaseRecord.Moment(
                                constant(moment, "state", State.values()), moment.instant("at"))));
    }

    private static Side side(Fields json) throws DocumentException {
        return new Side(
                json.text("name"),
                json.optionalText("deployment"),
                json.textMap("selector"),
                Math.toIntExact(Math.min(json.whole("replicas"), Integer.MAX_VALUE)),
                json.text("image"));
    }

    static String write(List<HistoryEntry> history) {
        List<Map<String, Object>> json = new ArrayList<>();
        for (HistoryEntry entry : history) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("at", entry.at().toString());
            item.put("release", entry.release());
            item.put("outcome", entry.outcome().toString());
            item.put("from", entry.from());
            item.put("to", entry.to());
            item.put("image", entry.image());
            item.put("previousImage", entry.previousImage());
            item.put("by", entry.by());
            item.put("decidedBy", entry.decidedBy());
            item.put("reason", entry.reason());
            json.add(item);
        }
        return text(json);
    }

    static List<HistoryEntry> history(String text, String where) throws DocumentException {
        List<HistoryEntry> history = new ArrayList<>();
        for (Node item : Documents.json(text, where).asSequence("the history").items()) {
            Fields entry = new Fields(item.asMapping("an entry of the history"));
            history.add(new HistoryEntry(
                    entry.instant("at"),
                    entry.text("release"),
                    constant(entry, "outcome", Outcome.values()),
                    entry.text("from"),
                    entry.text("to"),
                    entry.text("image"),
                    entry.text("previousImage"),
                    entry.text("by"),
                    entry.text("decidedBy"),
                    entry.text("reason")));
        }
        return history;
    }

    private static <E extends Enum<E>> E constant(Fields json, String field, E[] constants) throws DocumentException {
        String text = json.text(field);
        for (E constant : constants) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new DocumentException(
                json.at(), "the " + field + " '" + text + "' is not known; a newer version may have written it");
    }

    static String text(Object json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers always have a text", e);
        }
    }
}
