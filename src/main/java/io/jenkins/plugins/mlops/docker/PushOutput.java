package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.jenkins.plugins.mlops.image.ImageListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the daemon says while it pushes: progress for each layer, the digest at the end. */
final class PushOutput extends ResultCallback.Adapter<PushResponseItem> {

    private record Layer(long sent, long total) {}

    private final ImageListener listener;
    private final Map<String, Layer> layers = new HashMap<>();
    private Optional<String> error = Optional.empty();
    private Optional<String> digest = Optional.empty();

    PushOutput(ImageListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void onNext(PushResponseItem item) {
        if (item.getErrorDetail() != null) {
            error = Optional.ofNullable(item.getErrorDetail().getMessage());
        }
        if (item.getAux() != null && item.getAux().getDigest() != null) {
            digest = Optional.of(item.getAux().getDigest());
        }
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        if (item.getId() != null && detail != null && detail.getCurrent() != null && detail.getTotal() != null) {
            layers.put(item.getId(), new Layer(Math.min(detail.getCurrent(), detail.getTotal()), detail.getTotal()));
            listener.pushed(
                    layers.values().stream().mapToLong(Layer::sent).sum(),
                    layers.values().stream().mapToLong(Layer::total).sum());
        }
    }

    synchronized Optional<String> error() {
        return error;
    }

    synchronized Optional<String> digest() {
        return digest;
    }
}
