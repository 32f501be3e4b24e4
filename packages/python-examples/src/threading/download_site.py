"""Download a site, five pages at a time, in five threads.

Shows: a thread that waits lets the others run; each keeps a connection of its own, in a `threading.local`.
Run: python3 packages/python-examples/src/threading/download_site.py
Needs: Python 3.9
Twin: packages/node-examples/src/threading/download-site.ts
"""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

sys.path.append(str(Path(__file__).resolve().parent.parent))
from download_site_server import UNIT, Site

own = threading.local()


def download(url: str) -> int:
    parts = urlsplit(url)
    if not hasattr(own, "connection"):
        own.connection = HTTPConnection(parts.netloc)
    own.connection.request("GET", parts.path)
    return len(own.connection.getresponse().read())


with Site() as site:
    began = time.perf_counter()
    with ThreadPoolExecutor(max_workers=5) as executor:
        total = sum(executor.map(download, site.urls))
    took = (time.perf_counter() - began) / UNIT

# Five waits at a time: where requests cost nothing, a fifth of them all.
print(f"{len(site.urls)} pages, {total} bytes")
print(f"{site.connections} connections, at most {site.busiest} requests at once")
print(f"{site.units:.1f} units of waiting in {took:.1f}")
