package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.PullResult;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a pull did, as {@link PullResult} counts it. */
public record PullSummary(
        long files, long bytes, long downloaded, long cached, long unchanged, double seconds, String dataVersion)
        implements Serializable {

    static PullSummary of(PullResult result) {
        return new PullSummary(
                result.files(),
                result.bytes(),
                result.downloaded(),
                result.cached(),
                result.unchanged(),
                result.seconds(),
                result.dataVersion());
    }

    /** For Pipeline scripts. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("files", files);
        map.put("bytes", bytes);
        map.put("downloaded", downloaded);
        map.put("cached", cached);
        map.put("unchanged", unchanged);
        map.put("seconds", seconds);
        map.put("dataVersion", dataVersion);
        return map;
    }
}
