"""Download a site, one page after the other.

Shows: what the others are compared with: the waits add up; one connection does it all.
Run: python3 packages/python-examples/src/sequential/download_site.py
Needs: Python 3.9
Twin: packages/node-examples/src/sequential/download-site.ts
"""

import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

sys.path.append(str(Path(__file__).resolve().parent.parent))
from download_site_server import UNIT, Site

with Site() as site:
    began = time.perf_counter()

    # The next page is asked for when this one is here, by the same connection.
    connection = HTTPConnection(urlsplit(site.urls[0]).netloc)
    total = 0
    for url in site.urls:
        connection.request("GET", urlsplit(url).path)
        total += len(connection.getresponse().read())
    connection.close()
    took = (time.perf_counter() - began) / UNIT

# All waits one after the other, and then the work that a request is.
print(f"{len(site.urls)} pages, {total} bytes")
print(f"{site.connections} connections, at most {site.busiest} requests at once")
print(f"{site.units:.1f} units of waiting in {took:.1f}")
