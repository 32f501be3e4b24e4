"""Files read piece by piece and hashed: reading and computing taking turns in one task."""

from __future__ import annotations

from hashlib import sha256

from workloads.files import list_files

IS_AWAITED = True

#: As much as other runtimes read at once.
CHUNK_BYTES = 2**16


def inputs(parameters: dict, place: dict) -> tuple:
    """The folder, and the names in it in the order of the answer."""
    if place["files"] is not None:
        return place["files"], list_files(place["files"])
    return place["folder"], [f"corpus/{number // 10:03}x/{number:04}.bin" for number in range(parameters["files"])]


def task(path: str) -> tuple:
    """The file's bytes, and their SHA-256."""
    digest = sha256()
    length = 0
    with open(path, "rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            length += len(chunk)
    return length, digest.hexdigest()


def run(executor, inputs: tuple) -> tuple:
    folder, names = inputs
    hashed = executor.map([f"{folder}/{name}" for name in names])
    return [[name, length, digest] for name, (length, digest) in zip(names, hashed)], {}
