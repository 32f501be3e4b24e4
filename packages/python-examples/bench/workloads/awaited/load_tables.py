"""Loads that wait on the event loop's timers."""

from __future__ import annotations

import time
from asyncio import sleep

from workloads.load_tables import is_early


async def task(table: tuple) -> tuple:
    name, milliseconds = table
    began = time.perf_counter()
    await sleep(milliseconds / 1000)
    return name, is_early(began, milliseconds)
