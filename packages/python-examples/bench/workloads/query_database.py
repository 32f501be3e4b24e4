"""Queries of `sqlite3`, which blocks the thread it is called on, and lets other threads run meanwhile.

Where the caller has an event loop, a timer beats on it: what everything else in the program feels.
"""

from __future__ import annotations

import sqlite3
import threading
from urllib.parse import quote

from heartbeat import Heartbeat
from seeded_random import SeededRandom

IS_AWAITED = False

CUSTOMERS = 1_000

TOTALS = """SELECT category, count(*) AS orders, sum(cents) AS total, max(cents) AS largest
    FROM orders WHERE customer BETWEEN ? AND ? GROUP BY category ORDER BY category"""

#: One connection for each worker: it is opened by the first query and ends with the worker.
_own = threading.local()


def inputs(parameters: dict, place: dict) -> list:
    random = SeededRandom(parameters["seed"], 1)
    firsts = [random.between(1, CUSTOMERS // 2) for _ in range(parameters["queries"])]
    return [(f"{place['folder']}/orders.sqlite", first, first + CUSTOMERS // 2) for first in firsts]


def task(query: tuple) -> list:
    """For each category: how many orders of the customers from the first to the last, their sum, the largest."""
    path, first, last = query
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)
    return [list(row) for row in _own.connection.execute(TOTALS, (first, last))]


def run(executor, inputs: list) -> tuple:
    if executor.loop is None:
        return executor.map(inputs), {}
    heartbeat = Heartbeat(executor.loop)
    try:
        answer = executor.map(inputs)
        return answer, {"longestLoopGapSeconds": heartbeat.stop()}
    finally:
        heartbeat.stop()
