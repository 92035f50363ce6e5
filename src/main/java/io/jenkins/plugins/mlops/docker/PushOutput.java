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
        error = Optional.ofNullable(item.getErrorDetail())
                .map(ResponseItem.ErrorDetail::getMessage)
                .or(() -> error);
        digest = Optional.ofNullable(item.getAux())
                .map(ResponseItem.AuxDetail::getDigest)
                .or(() -> digest);
        Optional<Layer> layer = Optional.ofNullable(item.getProgressDetail()).flatMap(PushOutput::layer);
        if (layer.isPresent() && item.getId() != null) {
            layers.put(item.getId(), layer.get());
            listener.pushed(
                    layers.values().stream().mapToLong(Layer::sent).sum(),
                    layers.values().stream().mapToLong(Layer::total).sum());
        }
    }

    /** Sent bytes are packed and may come to more than the total, which is that of the unpacked ones. */
    private static Optional<Layer> layer(ResponseItem.ProgressDetail detail) {
        Optional<Long> total = Optional.ofNullable(detail.getTotal());
        return Optional.ofNullable(detail.getCurrent())
                .flatMap(sent -> total.map(all -> new Layer(Math.min(sent, all), all)));
    }

    synchronized Optional<String> error() {
        return error;
    }

    synchronized Optional<String> digest() {
        return digest;
    }
}
