"""Download a site, five pages at a time, in five processes.

Shows: the same as threads, for the memory of five programs. They are spawned: a program with threads, as the site has, must not be forked.
Run: python3 packages/python-examples/src/multiprocessing/download_site.py
Needs: Python 3.9
Twin: packages/node-examples/src/multiprocessing/download-site.ts
"""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

sys.path.append(str(Path(__file__).resolve().parent.parent))
from download_site_server import UNIT, Site

# Each process has a memory of its own, and so a dictionary of its own.
own: dict = {}


def download(url: str) -> int:
    parts = urlsplit(url)
    connection = own.setdefault(parts.netloc, HTTPConnection(parts.netloc))
    connection.request("GET", parts.path)
    return len(connection.getresponse().read())


if __name__ == "__main__":
    with Site() as site:
        with ProcessPoolExecutor(max_workers=5, mp_context=multiprocessing.get_context("spawn")) as executor:
            list(executor.map(abs, range(5)))  # processes begin before the clock
            began = time.perf_counter()
            total = sum(executor.map(download, site.urls))
            took = (time.perf_counter() - began) / UNIT

    # Five waits at a time, as in threads: what is different is what it costs to have five processes.
    print(f"{len(site.urls)} pages, {total} bytes")
    print(f"{site.connections} connections, at most {site.busiest} requests at once")
    print(f"{site.units:.1f} units of waiting in {took:.1f}")
