package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the real DVC makes of a repository, asked through its Python objects. */
final class RealDvcView {

    private static final String SCRIPT =
            """
            import json, os, sys
            from dvc.repo import Repo
            repo = Repo()
            root = repo.root_dir
            rel = lambda p: os.path.relpath(p, root).replace(os.sep, "/")
            def address(stage):
                name = getattr(stage, "name", None)
                path = rel(stage.path)
                return path if name is None else name if path == "dvc.yaml" else path + ":" + name
            outs = [dict(path=rel(o.fs_path), hash=o.hash_info.value if o.hash_info else None, name=o.hash_name,
                size=o.meta.size if o.meta else None, files=o.meta.nfiles if o.meta else None,
                cached=o.use_cache, pushed=o.can_push, remote=o.remote, metric=bool(o.metric), plot=bool(o.plot),
                executable=bool(o.meta and o.meta.isexec), stage=address(o.stage), frozen=o.stage.frozen)
                for o in repo.index.outs]
            targets = {}
            def collect(target):
                try:
                    return repo.stage.collect_granular(target)
                except Exception:
                    found = repo.stage.collect_granular(target, recursive=True) if os.path.isdir(target) else None
                    if not found:
                        raise
                    return found
            for target in sys.argv[1:]:
                try:
                    found = collect(target)
                    targets[target] = sorted(rel(o.fs_path) + ("|" + rel(i.filter_info) if i.filter_info else "")
                        for i in found for o in i.stage.filter_outs(i.filter_info))
                except Exception as e:
                    targets[target] = type(e).__name__
            remotes = {n: {k: str(v) for k, v in c.items()} for n, c in repo.config["remote"].items()}
            json.dump(dict(outs=sorted(outs, key=lambda o: o["path"]), targets=targets, remotes=remotes,
                core={k: str(v) for k, v in repo.config["core"].items()},
                metrics=sorted("/".join(k) for k in repo.index.metric_keys["repo"]),
                plots=sorted("/".join(k) for k in repo.index.plot_keys["repo"]),
                artifacts=["|".join([name, os.path.normpath(os.path.join(os.path.dirname(file), a.path)), a.type or "",
                    a.desc or "", ",".join(a.labels)])
                    for file, found in sorted(repo.artifacts.read().items()) for name, a in found.items()],
                cache=repo.cache.local.fs.parent(repo.cache.local.fs.parent(repo.cache.local.path))), sys.stdout)
            """;

    private RealDvcView() {}

    /** Skips the test where the interpreter beside {@code dvc} cannot be found. */
    static JsonNode of(RealDvc dvc, Path folder, String... targets) throws Exception {
        Path python = dvc.executable().resolveSibling("python");
        assumeTrue(Files.isExecutable(python), "no python beside " + dvc.executable());
        List<String> command = new ArrayList<>(List.of(python.toString(), "-c", SCRIPT));
        command.addAll(List.of(targets));
        Path out = Files.createTempFile("view", ".json");
        Path log = Files.createTempFile("view", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(log.toFile());
            builder.environment().putAll(dvc.environment());
            Process process = builder.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(read(log)).isZero();
            return new ObjectMapper().readTree(out.toFile());
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(log);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
