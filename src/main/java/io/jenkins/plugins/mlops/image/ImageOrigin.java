package io.jenkins.plugins.mlops.image;

import io.jenkins.plugins.mlops.lineage.CodeVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;

/**
 * What an image is made from, for its tag and labels.
 *
 * @param committed when {@code code} was committed; all times in the image that the builder lets one choose are this
 * @param dataVersion one hash over all data: 32 hexadecimal digits
 * @param version as people call it; the tag, where they don't
 * @param buildUrl the page of the build
 */
public record ImageOrigin(
        CodeVersion code, Instant committed, String dataVersion, Optional<String> version, Optional<String> buildUrl) {

    public ImageOrigin {
        buildUrl = buildUrl.map(ImageOrigin::withoutLogin);
    }

    private static String withoutLogin(String url) {
        try {
            URI uri = new URI(url);
            return uri.getRawUserInfo() == null ? url : url.replace(uri.getRawUserInfo() + "@", "");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The build's address is no URL: " + e.getReason(), e);
        }
    }
}
