package io.jenkins.plugins.mlops.steps;

import hudson.model.AbstractDescribableImpl;
import java.util.TreeMap;
import org.kohsuke.stapler.DataBoundSetter;

/** What is asked of a model that nobody is served by yet, and what it has to answer; the path is each kind's own. */
public abstract class SmokeRequest<T extends SmokeRequest<T>> extends AbstractDescribableImpl<T> {

    private final GivenArguments given = new GivenArguments();

    SmokeRequest() {}

    final GivenArguments given() {
        return given;
    }

    TreeMap<String, Object> toMap() {
        return given.toMap();
    }

    public String getBody() {
        return given.text("body");
    }

    @DataBoundSetter
    public void setBody(String body) {
        given.putVerbatim("body", body);
    }

    public String getContentType() {
        return given.text("contentType");
    }

    @DataBoundSetter
    public void setContentType(String contentType) {
        given.put("contentType", contentType);
    }

    public String getContains() {
        return given.text("contains");
    }

    @DataBoundSetter
    public void setContains(String contains) {
        given.putVerbatim("contains", contains);
    }

    public Integer getStatus() {
        return given.number("status");
    }

    @DataBoundSetter
    public void setStatus(Integer status) {
        given.put("status", status);
    }

    public Integer getSeconds() {
        return given.number("seconds");
    }

    @DataBoundSetter
    public void setSeconds(Integer seconds) {
        given.put("seconds", seconds);
    }
}
