"""The files of a folder of the user's own, for the workloads that take one."""

from __future__ import annotations

import os


def list_files(folder: str) -> list:
    """Every regular file below the folder (no symbolic links), as paths relative to it with `/`, sorted by UTF-16 code unit."""
    return sorted(_below(folder, ""), key=lambda name: name.encode("utf-16-be", "surrogatepass"))


def _below(folder: str, prefix: str):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield prefix + entry.name


def read_text(path: str) -> str:
    """As it stands in the file, UTF-8."""
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return file.read()
