"""Pages of a site that answers after a while, by `http.client`: what the standard library has, with one connection kept in each worker."""

from __future__ import annotations

import threading
from hashlib import sha256
from http.client import HTTPConnection
from urllib.parse import urlsplit

IS_AWAITED = True

#: One connection for each worker: it is opened by the first request and ends with the worker.
_own = threading.local()


def inputs(parameters: dict, place: dict) -> list:
    if place["site"] is None:
        raise ValueError("Cannot download pages: wanted the address of a site that serves them, found none")
    return [f"{place['site']}/pages/{number:04}.html" for number in range(parameters["pages"])]


def task(url: str) -> dict:
    parts = urlsplit(url)
    if not hasattr(_own, "connection"):
        _own.connection = HTTPConnection(parts.netloc)
    _own.connection.request("GET", parts.path)
    response = _own.connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f'Cannot GET "{url}": wanted status 200, found {response.status}')
    return page(parts.path, body)


def page(path: str, body: bytes) -> dict:
    """What is known of a page once it is here."""
    return {"path": path, "bytes": len(body), "sha256": sha256(body).hexdigest()}


def run(executor, inputs: list) -> tuple:
    return executor.map(inputs), {}
