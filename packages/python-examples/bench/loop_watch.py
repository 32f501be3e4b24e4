"""How late the caller's event loop is while a workload runs: what an execution of the lag pass answers with.

A timer is due every few milliseconds. Those that were due while the loop stood still count each for itself, with the delay each would have
had: otherwise a loop that is blocked for long would have few delays, just because it was blocked (coordinated omission).
"""

from __future__ import annotations

import math
import time

INTERVAL_SECONDS = 0.010


class LoopWatch:
    def __init__(self, loop) -> None:
        self._loop = loop
        self._delays: list = []
        self._timer = None

    def begin(self) -> None:
        self._began = time.perf_counter()
        self._due = 0
        self._timer = self._loop.call_soon(self._tick)

    def end(self) -> None:
        """Counts also what was due and did not get its turn."""
        self._timer.cancel()
        self._look()

    def summary(self) -> dict:
        """Of all that was watched."""
        ordered = sorted(self._delays)

        def quantile(part: float) -> float:
            return ordered[max(1, math.ceil(part * len(ordered))) - 1]

        return {
            "ticks": len(ordered),
            "p50Seconds": quantile(0.5),
            "p99Seconds": quantile(0.99),
            "maxSeconds": ordered[-1],
        }

    def _due_at(self) -> float:
        return self._began + self._due * INTERVAL_SECONDS

    def _tick(self) -> None:
        self._look()
        self._timer = self._loop.call_later(max(0.0, self._due_at() - time.perf_counter()), self._tick)

    def _look(self) -> None:
        now = time.perf_counter()
        while self._due_at() <= now:
            self._delays.append(now - self._due_at())
            self._due += 1
