"""Load three tables at the same time, in three threads, with calls that block.

Shows: `submit` gives a future at once; results are read in the order of submission, whichever ends first.
Run: python3 packages/python-examples/src/threading/load_tables.py
Needs: Python 3.9
Twin: packages/node-examples/src/threading/load-tables.ts
"""

import logging
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000
TABLES = {"A": 1, "B": 2, "C": 5}

# Threads may log at the same time: a handler writes one line after the other.
logging.Formatter.converter = time.gmtime
logging.basicConfig(
    level=logging.INFO,
    stream=sys.stdout,
    format="%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s",
    datefmt="%Y-%m-%dT%H:%M:%S",
)


def load_table(name: str, units: int) -> int:
    logging.info("loading table %s takes %s units", name, units)
    time.sleep(units * UNIT)  # blocks this thread, and lets the others run
    logging.info("table %s is loaded", name)
    return units


began = time.perf_counter()
with ThreadPoolExecutor(max_workers=3) as executor:
    futures = [executor.submit(load_table, name, units) for name, units in TABLES.items()]
    results = [future.result() for future in futures]
logging.info("results: %s", ", ".join(map(str, results)))

# Eight units of waiting, in the time of the longest: about five.
logging.info("8 units of waiting in %.1f", (time.perf_counter() - began) / UNIT)
