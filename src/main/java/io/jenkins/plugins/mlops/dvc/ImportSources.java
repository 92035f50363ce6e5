package io.jenkins.plugins.mlops.dvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remotes for data that no remote of this repository has, because an import says where it came from. */
final class ImportSources implements AutoCloseable {

    private final Path root;
    private final DvcConfig config;
    private final RemoteOpener opener;
    private final RepositorySource repositories;
    private final Map<String, RepositorySource.OpenRepository> open = new HashMap<>();
    private final List<Remote> remotes = new ArrayList<>();

    ImportSources(Path root, DvcConfig config, RemoteOpener opener, RepositorySource repositories) {
        this.root = root;
        this.config = config;
        this.opener = opener;
        this.repositories = repositories;
    }

    Remote of(Output output) {
        ImportSource source = output.source().orElseThrow();
        ObjectId.Algorithm algorithm = output.id().orElseThrow().algorithm();
        if (source instanceof ImportSource.GitRepository repository) {
            String description = RemoteAddress.withoutSecrets(repository.url()) + " at " + repository.revision();
            return new ImportRemote(description, 4, () -> locate(repository, algorithm));
        }
        ImportSource.Url url = (ImportSource.Url) source;
        return new ImportRemote(RemoteAddress.withoutSecrets(url.url()), 4, () -> locate(url, output));
    }

    private ObjectLocations locate(ImportSource.GitRepository source, ObjectId.Algorithm algorithm) throws IOException {
        RepositorySource.OpenRepository repository = open(source);
        SourceTree tree = repository.tree();
        ObjectLocations locations = new ObjectLocations();
        List<ObjectLocations.Located> files = new ArrayList<>();
        List<Output> outputs = hasDvc(tree) ? DvcRepository.open(tree, "").outputs() : List.of();
        boolean folder = false;
        for (Output output : outputs) {
            boolean around = RepositoryPath.isInsideOrSame(source.path(), output.path());
            boolean inside = RepositoryPath.isInsideOrSame(output.path(), source.path());
            if (output.id().isEmpty() || !output.cached() || !around && !inside) {
                continue;
            }
            ObjectId id = output.id().get();
            Remote remote = remoteOf(repository, source, output);
            locations.add(id, () -> remote.open(id.path(), 0));
            folder |= id.isDirectory() || !output.path().equals(source.path());
            addFiles(output, remote, source.path(), files);
        }
        boolean trackedByDvc = outputs.stream().anyMatch(o -> RepositoryPath.isInsideOrSame(source.path(), o.path()));
        if (!trackedByDvc) {
            Optional<byte[]> single = tree.read(source.path());
            if (single.isPresent()) {
                add(files, "", single.get(), algorithm);
            } else {
                folder = true;
                addTree(tree, source.path(), "", algorithm, files);
            }
        }
        if (folder) {
            locations.addFolder(files, algorithm);
        }
        files.forEach(file -> locations.add(file.id(), file.opener()));
        return locations;
    }

    private synchronized RepositorySource.OpenRepository open(ImportSource.GitRepository source) throws IOException {
        String key = source.url() + " " + source.revision();
        RepositorySource.OpenRepository repository = open.get(key);
        if (repository == null) {
            String url = source.url();
            boolean local = !RepositoryPath.isUrl(url) && Files.isDirectory(root.resolve(url));
            repository = repositories.open(local ? root.resolve(url).normalize().toString() : url, source.revision());
            open.put(key, repository);
        }
        return repository;
    }

    private static boolean hasDvc(SourceTree tree) throws IOException {
        return tree.list("").stream()
                .anyMatch(entry -> entry.folder() && entry.name().equals(".dvc"));
    }

    /** As DVC: a repository without a default remote that is a folder of this machine serves from its cache. */
    private Remote remoteOf(
            RepositorySource.OpenRepository repository, ImportSource.GitRepository source, Output output)
            throws IOException {
        DvcConfig itsOwn = DvcConfig.load(repository.tree(), repository.folder(), ConfigLocations.NONE);
        DvcConfig other = source.config().over(itsOwn, root);
        Optional<String> name = output.remote().or(other::defaultRemoteName);
        RemoteAddress address = name.isPresent()
                ? other.remote(name.get())
                : new RemoteAddress(
                        repository.tree().description(),
                        other.cache().dir().toString(),
                        repository.folder(),
                        Map.of(),
                        Optional.empty());
        Remote remote = opener.open(address);
        synchronized (this) {
            remotes.add(remote);
        }
        return remote;
    }

    private static void addFiles(Output output, Remote remote, String wanted, List<ObjectLocations.Located> files)
            throws IOException {
        ObjectId id = output.id().orElseThrow();
        List<Manifest.File> all = List.of(new Manifest.File("", id));
        if (id.isDirectory()) {
            try (InputStream in = remote.open(id.path(), 0)) {
                all = Manifest.read(in, id, remote.description() + "/" + id.path())
                        .files();
            }
        }
        for (Manifest.File file : all) {
            String path = RepositoryPath.join(output.path(), file.path());
            if (RepositoryPath.isInsideOrSame(path, wanted)) {
                String relative = path.equals(wanted) ? "" : path.substring(wanted.isEmpty() ? 0 : wanted.length() + 1);
                files.add(new ObjectLocations.Located(
                        relative, file.id(), () -> remote.open(file.id().path(), 0)));
            }
        }
    }

    /** What Git tracks; DVC's own files are no data. */
    private static void addTree(
            SourceTree tree,
            String folder,
            String relative,
            ObjectId.Algorithm algorithm,
            List<ObjectLocations.Located> files)
            throws IOException {
        for (SourceTree.Entry entry : tree.list(folder)) {
            String path = RepositoryPath.join(folder, entry.name());
            String below = RepositoryPath.join(relative, entry.name());
            if (entry.folder()) {
                if (!entry.name().equals(".dvc") && !entry.name().equals(".git")) {
                    addTree(tree, path, below, algorithm, files);
                }
            } else if (!entry.name().endsWith(".dvc") && !entry.name().equals(".dvcignore")) {
                Optional<byte[]> content = tree.read(path);
                if (content.isPresent()) {
                    add(files, below, content.get(), algorithm);
                }
            }
        }
    }

    private static void add(
            List<ObjectLocations.Located> files, String path, byte[] content, ObjectId.Algorithm algorithm)
            throws IOException {
        ObjectId id = new ObjectId(algorithm, ContentHash.of(new ByteArrayInputStream(content), algorithm));
        files.add(new ObjectLocations.Located(path, id, () -> new ByteArrayInputStream(content)));
    }

    private ObjectLocations locate(ImportSource.Url source, Output output) throws IOException {
        String url = source.url().replaceFirst("/+$", "");
        int slash = url.lastIndexOf('/');
        String parent = slash < 0 ? "." : url.substring(0, slash);
        String name = url.substring(slash + 1);
        RemoteAddress address;
        if (url.startsWith("remote://")) {
            String[] parts = url.substring("remote://".length()).split("/", 2);
            RemoteAddress base = config.remote(parts[0]);
            String below = parts.length < 2 || !parts[1].contains("/") ? "" : "/" + RepositoryPath.parent(parts[1]);
            address = new RemoteAddress(
                    base.name(),
                    base.url().replaceFirst("/+$", "") + below,
                    base.base(),
                    base.options(),
                    Optional.empty());
        } else {
            Path base = root.resolve(RepositoryPath.parent(output.stage()));
            address = new RemoteAddress(
                    RemoteAddress.withoutSecrets(url),
                    parent.isEmpty() ? "/" : parent,
                    base,
                    Map.of(),
                    Optional.empty());
        }
        Remote remote = opener.open(address);
        synchronized (this) {
            remotes.add(remote);
        }
        ObjectLocations locations = new ObjectLocations();
        ObjectId id = output.id().orElseThrow();
        if (!id.isDirectory()) {
            locations.add(id, () -> remote.open(name, 0));
            return locations;
        }
        List<String> paths = new ArrayList<>();
        if (!remote.list(name + "/", paths::add)) {
            throw new IOException(
                    "The folder " + RemoteAddress.withoutSecrets(url)
                            + " cannot be listed, so its files are only to be had from a remote; 'dvc push' them from where they were imported");
        }
        List<ObjectLocations.Located> files = new ArrayList<>();
        for (String path : paths) {
            try (InputStream in = remote.open(path, 0)) {
                ObjectId file = new ObjectId(id.algorithm(), ContentHash.of(in, id.algorithm()));
                files.add(new ObjectLocations.Located(
                        path.substring(name.length() + 1), file, () -> remote.open(path, 0)));
            }
        }
        locations.addFolder(files, id.algorithm());
        return locations;
    }

    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        List<AutoCloseable> all = new ArrayList<>(remotes);
        all.addAll(open.values());
        for (AutoCloseable resource : all) {
            try {
                resource.close();
            } catch (Exception e) {
                failure = new IOException("Could not close the source of an import: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
