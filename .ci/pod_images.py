"""Writes an archive that containerd imports, of images for tests without a network: a Python, and what a pod's sandbox runs."""

import hashlib
import io
import json
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

IMAGES = {"localhost/pause:1": ["/bin/sleep", "infinity"], "localhost/python:1": ["/usr/bin/python3"]}
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def add(archive, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def main():
    layer = subprocess.run([sys.executable, Path(__file__).with_name("python_image.py")], check=True, stdout=subprocess.PIPE).stdout
    digest = "sha256:" + hashlib.sha256(layer).hexdigest()
    manifest = []
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
        add(archive, "layer.tar", layer)
        for image, entrypoint in IMAGES.items():
            config = json.dumps({
                "architecture": ARCHITECTURES.get(platform.machine(), platform.machine()),
                "os": "linux",
                "config": {"Entrypoint": entrypoint},
                "rootfs": {"type": "layers", "diff_ids": [digest]},
            }).encode()
            name = hashlib.sha256(config).hexdigest() + ".json"
            add(archive, name, config)
            manifest.append({"Config": name, "RepoTags": [image], "Layers": ["layer.tar"]})
        add(archive, "manifest.json", json.dumps(manifest).encode())


main()
