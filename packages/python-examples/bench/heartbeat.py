"""A timer that beats every few milliseconds on the caller's event loop and notes how long the loop kept it waiting."""

from __future__ import annotations

import time

PERIOD_SECONDS = 0.005


class Heartbeat:
    """Begins to beat at once."""

    def __init__(self, loop) -> None:
        self._loop = loop
        self._last = time.perf_counter()
        self._longest_gap = 0.0
        self._timer = loop.call_later(PERIOD_SECONDS, self._beat)

    def stop(self) -> float:
        """Ends, and gives the longest time between two beats beyond the period, in seconds. The end counts as a beat."""
        self._timer.cancel()
        self._note()
        return self._longest_gap

    def _beat(self) -> None:
        self._note()
        self._timer = self._loop.call_later(PERIOD_SECONDS, self._beat)

    def _note(self) -> None:
        now = time.perf_counter()
        self._longest_gap = max(self._longest_gap, now - self._last - PERIOD_SECONDS)
        self._last = now
