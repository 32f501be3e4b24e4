"""The same pages by asyncio's streams, as asyncio has no HTTP client: a GET of HTTP/1.1 whose answer says its length, and nothing more.

Connections are kept and taken again: there are as many as requests were in flight at once.
"""

from __future__ import annotations

from asyncio import open_connection
from urllib.parse import urlsplit

from workloads.download_pages import page

#: Connections that no request uses.
_idle: list = []


async def task(url: str) -> dict:
    parts = urlsplit(url)
    reader, writer = _idle.pop() if _idle else await open_connection(parts.hostname, parts.port)
    writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode("ascii"))
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = read_head(head.decode("latin-1"))
    if status != 200:
        raise RuntimeError(f'Cannot GET "{url}": wanted status 200, found {status}')
    body = await reader.readexactly(length)
    _idle.append((reader, writer))
    return page(parts.path, body)


def read_head(head: str) -> tuple:
    """The status and the body's length."""
    status_line, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if "content-length" not in headers:
        raise RuntimeError(f'Cannot read an answer without "Content-Length": found "{status_line}"')
    return int(status_line.split()[1]), int(headers["content-length"])


async def close() -> None:
    """Lets go of the connections."""
    for _, writer in _idle:
        writer.close()
        await writer.wait_closed()
    _idle.clear()
