"""Writes a tar of this machine's Python to standard output: a base image for tests, with a shell, in seconds and without a network.

Only what a small server needs: the interpreter, the standard library, the shared libraries that both ask for, and a few programs.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

SKIPPED = {"__pycache__", "config", "dist-packages", "ensurepip", "idlelib", "lib2to3", "site-packages", "test", "tests", "tkinter", "turtledemo"}
PROGRAMS = ["sh", "cat", "ls", "sleep", "true"]


def libraries(file):
    """The shared libraries of a program or a library, the loader among them."""
    found = subprocess.run(["ldd", file], capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"(/\S+) \(0x", found))


def reset(entry):
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = "root"
    return entry


def add(image, source, target=None):
    entry = image.gettarinfo(os.path.realpath(source), (target or source).lstrip("/"))
    # Two names of one file would become a hard link to a name that the image may not have.
    entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", os.path.getsize(os.path.realpath(source))
    with open(source, "rb") as content:
        image.addfile(reset(entry), content)


def main():
    python = os.path.realpath(sys.executable)
    standard = Path(sysconfig.get_path("stdlib"))
    programs = {"/usr/bin/python3": python}
    for name in PROGRAMS:
        programs[f"/bin/{name}"] = shutil.which(name)
    files = []
    for folder, folders, names in os.walk(standard):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.startswith("config-")]
        files += [os.path.join(folder, name) for name in names if not name.endswith((".a", ".pyc"))]
    needed = set()
    for file in [*programs.values(), *(file for file in files if file.endswith(".so"))]:
        needed |= libraries(file)
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as image:
        for folder, mode in {"tmp": 0o1777, "etc": 0o755, "proc": 0o755, "sys": 0o755, "dev": 0o755}.items():
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, mode
            image.addfile(entry)
        for name, source in sorted(programs.items()):
            add(image, source, name)
        # Where the interpreter looks for its library, it looks from where it lies.
        if python not in programs:
            add(image, python)
        for file in sorted(files) + sorted(needed):
            add(image, file)


main()
