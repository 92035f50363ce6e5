package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DVC's configuration of one repository: {@code .dvc/config.local} over {@code .dvc/config} over the user's over the machine's, option by option. Unknown options
 * are kept and mean nothing; a newer DVC may know them.
 */
public final class DvcConfig {

    private static final String CONFIG = "config";
    private static final String LOCAL = ".dvc/config.local";
    private static final String REPOSITORY = ".dvc/config";

    private static final Pattern NAMED = Pattern.compile("\\s*(remote|machine|db)\\s*\"(.*)\"\\s*");
    private static final Pattern SCHEME = Pattern.compile("^\\w+://.*", Pattern.DOTALL);

    /** Options of a remote that name a file; relative to the configuration file, as its {@code url} is. */
    private static final Set<String> FILES = Set.of(
            "credentialpath",
            "configpath",
            "keyfile",
            "cert_path",
            "key_path",
            "gdrive_user_credentials_file",
            "gdrive_service_account_json_file_path");

    private final Path root;
    private final Optional<Path> home;
    /** Section, or {@code remote "name"}, to option to its strongest value. */
    private final Map<String, Map<String, Setting>> sections = new TreeMap<>();

    private record Setting(String text, Position at, Path folder) {}

    private DvcConfig(Path root, Optional<Path> home) {
        this.root = root;
        this.home = home;
    }

    /**
     * @param tree rooted at the DVC repository; its {@code .dvc/config} counts, so that a Git revision has its own
     * @param root that repository's folder on disk: {@code config.local} is read there, and relative paths are relative to its {@code .dvc}
     */
    public static DvcConfig load(SourceTree tree, Path root, ConfigLocations locations) throws IOException {
        DvcConfig config = new DvcConfig(root.toAbsolutePath().normalize(), locations.home());
        for (Optional<Path> folder : List.of(locations.system(), locations.global())) {
            if (folder.isPresent()) {
                Path absolute = folder.get().toAbsolutePath();
                config.add(
                        new FileSystemTree(absolute).read(CONFIG),
                        absolute.resolve(CONFIG).toString(),
                        absolute);
            }
        }
        Path dvc = config.root.resolve(".dvc");
        config.add(tree.read(REPOSITORY), REPOSITORY, dvc);
        config.add(new FileSystemTree(config.root).read(LOCAL), LOCAL, dvc);
        return config;
    }

    private void add(Optional<byte[]> content, String file, Path folder) throws DocumentException {
        if (content.isEmpty()) {
            return;
        }
        add(ConfigText.parse(new String(content.get(), StandardCharsets.UTF_8), file), folder);
    }

    private void add(Map<String, Map<String, ConfigText.Value>> stronger, Path folder) {
        for (Map.Entry<String, Map<String, ConfigText.Value>> section : stronger.entrySet()) {
            Map<String, Setting> settings = sections.computeIfAbsent(key(section.getKey()), k -> new LinkedHashMap<>());
            section.getValue()
                    .forEach((option, value) -> settings.put(option, new Setting(value.text(), value.at(), folder)));
        }
    }

    /** @param folder what relative paths in {@code stronger} are relative to */
    DvcConfig with(Map<String, Map<String, ConfigText.Value>> stronger, Path folder) {
        DvcConfig config = new DvcConfig(root, home);
        sections.forEach((section, settings) -> config.sections.put(section, new LinkedHashMap<>(settings)));
        config.add(stronger, folder);
        return config;
    }

    /** {@code remote"x"} and {@code remote  "x"} are one section. */
    private static String key(String section) {
        Matcher named = NAMED.matcher(section);
        return named.matches() ? named.group(1) + " \"" + named.group(2) + "\"" : section;
    }

    /** @return the value as it is written, without quotes */
    public Optional<String> get(String section, String option) {
        return setting(section, option).map(Setting::text);
    }

    private Optional<Setting> setting(String section, String option) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(option));
    }

    /** Whether the repository is used without Git. */
    public boolean noScm() throws DocumentException {
        return flag("core", "no_scm");
    }

    private boolean flag(String section, String option) throws DocumentException {
        Optional<Setting> setting = setting(section, option);
        if (setting.isEmpty()) {
            return false;
        }
        return switch (setting.get().text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new DocumentException(
                        setting.get().at(), "expected " + section + "." + option + " to be true or false");
        };
    }

    public CacheSettings cache() throws DocumentException {
        Path dir = root.resolve(".dvc").resolve("cache");
        Optional<Setting> configured = setting("cache", "dir");
        if (configured.isPresent()) {
            if (SCHEME.matcher(configured.get().text()).matches()) {
                throw new DocumentException(
                        configured.get().at(), "cache.dir is a URL, but a cache has to be a folder of this machine");
            }
            dir = path(configured.get());
        }
        List<LinkType> links = List.of();
        Optional<Setting> type = setting("cache", "type");
        if (type.isPresent()) {
            try {
                links = LinkType.parse(type.get().text());
            } catch (IllegalArgumentException e) {
                throw new DocumentException(type.get().at(), "cache.type: " + e.getMessage(), e);
            }
        }
        Optional<Setting> shared = setting("cache", "shared");
        if (shared.isPresent() && !shared.get().text().equalsIgnoreCase("group")) {
            throw new DocumentException(shared.get().at(), "expected cache.shared to be group");
        }
        return new CacheSettings(dir, links, shared.isPresent());
    }

    /** In alphabetical order. */
    public List<String> remoteNames() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Map<String, Setting>> section : sections.entrySet()) {
            Matcher named = NAMED.matcher(section.getKey());
            if (named.matches() && named.group(1).equals("remote")) {
                names.add(named.group(2));
            }
        }
        return List.copyOf(names);
    }

    /** {@code core.remote}. */
    public Optional<String> defaultRemoteName() {
        return get("core", "remote").map(name -> name.toLowerCase(Locale.ROOT)).filter(name -> !name.isEmpty());
    }

    /** @return empty where {@code core.remote} is not set */
    public Optional<RemoteAddress> defaultRemote() throws IOException {
        Optional<String> name = defaultRemoteName();
        return name.isEmpty() ? Optional.empty() : Optional.of(remote(name.get()));
    }

    /**
     * The settings of a remote, with {@code remote://other/path} followed; its options win over those of {@code other}, as in DVC.
     *
     * @param name in any case, as DVC reads names
     * @throws IOException where there is no such remote; names those that there are
     */
    public RemoteAddress remote(String name) throws IOException {
        return remote(name.toLowerCase(Locale.ROOT), new LinkedHashSet<>());
    }

    private RemoteAddress remote(String name, Set<String> visited) throws IOException {
        Map<String, Setting> settings = sections.get("remote \"" + name + "\"");
        if (settings == null) {
            Set<String> known = new TreeSet<>(remoteNames());
            throw new IOException("There is no remote '" + name + "' in DVC's configuration of " + root
                    + (known.isEmpty()
                            ? "; it has none at all. Add one with 'dvc remote add " + name + " <url>'"
                            : ". It has: " + String.join(", ", known)));
        }
        Setting url = settings.get("url");
        if (url == null) {
            Position at =
                    settings.values().stream().findFirst().map(Setting::at).orElse(Position.in(REPOSITORY));
            throw new DocumentException(at, "the remote '" + name + "' has no url");
        }
        Map<String, String> options = options(settings);
        if (!url.text().startsWith("remote://")) {
            return new RemoteAddress(name, expandHome(url.text()), url.folder(), options, Optional.empty());
        }
        if (!visited.add(name)) {
            throw new DocumentException(
                    url.at(), "the remotes " + String.join(", ", visited) + " refer to each other in a circle");
        }
        String reference = url.text().substring("remote://".length());
        int slash = reference.indexOf('/');
        String other = (slash < 0 ? reference : reference.substring(0, slash)).toLowerCase(Locale.ROOT);
        RemoteAddress base = remote(other, visited);
        String path = slash < 0 ? "" : reference.substring(slash).replaceFirst("^/+", "");
        Map<String, String> merged = new TreeMap<>(base.options());
        merged.putAll(options);
        return new RemoteAddress(
                name, base.url().replaceFirst("/+$", "") + "/" + path, base.base(), merged, Optional.empty());
    }

    private Map<String, String> options(Map<String, Setting> settings) throws DocumentException {
        Map<String, String> options = new TreeMap<>();
        for (Map.Entry<String, Setting> entry : settings.entrySet()) {
            if (!entry.getKey().equals("url")) {
                Setting setting = entry.getValue();
                boolean file = FILES.contains(entry.getKey())
                        && !SCHEME.matcher(setting.text()).matches();
                options.put(entry.getKey(), file ? path(setting).toString() : setting.text());
            }
        }
        return options;
    }

    private Path path(Setting setting) throws DocumentException {
        try {
            return setting.folder().resolve(expandHome(setting.text())).normalize();
        } catch (InvalidPathException e) {
            throw new DocumentException(setting.at(), "not a path: " + e.getReason(), e);
        }
    }

    private String expandHome(String path) {
        if (home.isEmpty() || !(path.equals("~") || path.startsWith("~/"))) {
            return path;
        }
        return home.get() + path.substring(1);
    }
}
