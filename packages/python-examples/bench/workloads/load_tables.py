"""Tables that take a while to load: pure waiting, which every concurrent model can overlap and none can shorten."""

from __future__ import annotations

import time

IS_AWAITED = True

#: Timers of other runtimes count in whole milliseconds: one that ends a fraction before its time is on time.
GRACE_MILLISECONDS = 2


def inputs(parameters: dict, place: dict) -> list:
    tables = [
        (chr(ord("A") + index), unit * parameters["unitMilliseconds"]) for index, unit in enumerate(parameters["units"])
    ]
    return tables * parameters["repeats"]


def task(table: tuple) -> tuple:
    """The table's name, and whether its loading ended before its time."""
    name, milliseconds = table
    began = time.perf_counter()
    time.sleep(milliseconds / 1000)
    return name, is_early(began, milliseconds)


def is_early(began: float, milliseconds: float) -> bool:
    return (time.perf_counter() - began) * 1000 < milliseconds - GRACE_MILLISECONDS


def run(executor, inputs: list) -> tuple:
    loads = executor.map(inputs)
    waits = [milliseconds for _, milliseconds in inputs]
    answer = {
        "tables": len(loads),
        "loaded": "".join(name for name, _ in loads),
        "early": sum(early for _, early in loads),
    }
    return answer, {"waitedSeconds": sum(waits) / 1000, "longestWaitSeconds": max(waits) / 1000}
