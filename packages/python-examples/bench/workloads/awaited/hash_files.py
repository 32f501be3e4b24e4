"""Files read by `asyncio.to_thread`: asyncio has no files of its own, and its documentation says to read in a thread.

The thread reads, as those behind the files of other runtimes do; the event loop's thread hashes.
"""

from __future__ import annotations

from asyncio import to_thread
from hashlib import sha256

from workloads.hash_files import CHUNK_BYTES


async def task(path: str) -> tuple:
    digest = sha256()
    length = 0
    with await to_thread(open, path, "rb", buffering=0) as file:
        while chunk := await to_thread(file.read, CHUNK_BYTES):
            digest.update(chunk)
            length += len(chunk)
    return length, digest.hexdigest()
