package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.jenkins.plugins.mlops.image.ImageListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the daemon says while it builds. */
final class BuildOutput extends ResultCallback.Adapter<BuildResponseItem> {

    private static final int KEPT = 25;
    /** The daemon's own bookkeeping. */
    private static final Pattern CHATTER = Pattern.compile("| ---> .*|Removing intermediate container .*");

    private final ImageListener listener;
    private final Deque<String> last = new ArrayDeque<>();
    private Optional<String> error = Optional.empty();
    private Optional<String> imageId = Optional.empty();

    BuildOutput(ImageListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void onNext(BuildResponseItem item) {
        if (item.isBuildSuccessIndicated()) {
            imageId = Optional.ofNullable(item.getImageId());
        }
        error = Optional.ofNullable(item.getErrorDetail())
                .map(ResponseItem.ErrorDetail::getMessage)
                .or(() -> error);
        String text = item.getStream();
        if (text != null) {
            text.lines()
                    .map(String::stripTrailing)
                    .filter(line -> !CHATTER.matcher(line).matches())
                    .forEach(this::say);
        }
    }

    private void say(String line) {
        last.addLast(line);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        listener.printed(line);
    }

    synchronized Optional<String> error() {
        return error;
    }

    synchronized Optional<String> imageId() {
        return imageId;
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }
}
