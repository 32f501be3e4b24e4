"""The site of `download_site.py`: 160 pages on 127.0.0.1, each with a wait and a size of its own. It counts its visits."""

import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000
PAGES = 160


class Site(ThreadingHTTPServer):
    """Opened by `with`, at a port that is free."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.urls = [f"http://127.0.0.1:{self.server_port}/{index}" for index in range(PAGES)]
        self.units = sum(0.1 + 0.4 * scattered(index) for index in range(PAGES))
        self.busiest = 0
        self._visitors: set = set()
        self._open = 0
        self._lock = threading.Lock()

    def __enter__(self) -> "Site":
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.shutdown()
        self.server_close()

    @property
    def connections(self) -> int:
        """That were opened to it so far; each is known by the port it comes from."""
        return len(self._visitors)

    def begin(self, visitor: tuple) -> None:
        with self._lock:
            self._visitors.add(visitor)
            self._open += 1
            self.busiest = max(self.busiest, self._open)

    def end(self) -> None:
        with self._lock:
            self._open -= 1


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections

    def do_GET(self) -> None:
        self.server.begin(self.client_address)
        part = scattered(int(self.path[1:]))
        time.sleep((0.1 + 0.4 * part) * UNIT)
        body = b"x" * (1000 + int(9000 * part))
        self.server.end()
        # In one write: the head and the body by themselves would wait for each other.
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode("ascii")
        self.wfile.write(head + body)


def scattered(index: int) -> float:
    """From 0 to below 1: scattered, and the same in every run."""
    return (index * 2_654_435_761 & 0xFFFFFFFF) / 2**32
