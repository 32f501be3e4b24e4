"""Download a site, five pages at a time, in one thread.

Shows: five coroutines that take the next page when they have one. asyncio has no HTTP client: without a package to install, it is its streams.
Run: python3 packages/python-examples/src/async/download_site.py
Needs: Python 3.9
Twin: packages/node-examples/src/async/download-site.ts
"""

import asyncio
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.append(str(Path(__file__).resolve().parent.parent))
from download_site_server import UNIT, Site


async def get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, url: str) -> bytes:
    """As much of HTTP as this site speaks: the body's length stands in the head."""
    parts = urlsplit(url)
    writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode("ascii"))
    head = await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(int(head.decode("ascii").partition("Content-Length: ")[2]))


async def visitor(urls: "asyncio.Queue[str]") -> int:
    """One connection, kept from page to page; what it has downloaded, in bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(site.urls[0]).port)
    total = 0
    while not urls.empty():
        total += len(await get(reader, writer, urls.get_nowait()))
    writer.close()
    await writer.wait_closed()
    return total


async def main() -> int:
    urls: "asyncio.Queue[str]" = asyncio.Queue()
    for url in site.urls:
        urls.put_nowait(url)
    return sum(await asyncio.gather(*(visitor(urls) for _ in range(5))))


with Site() as site:
    began = time.perf_counter()
    total = asyncio.run(main())
    took = (time.perf_counter() - began) / UNIT

# Five waits at a time: where requests cost nothing, a fifth of them all.
print(f"{len(site.urls)} pages, {total} bytes")
print(f"{site.connections} connections, at most {site.busiest} requests at once")
print(f"{site.units:.1f} units of waiting in {took:.1f}")
