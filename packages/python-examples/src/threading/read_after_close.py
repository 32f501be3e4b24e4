"""Read results after the pool was closed.

Shows: a future outlives its executor, and is read in any order.
Run: python3 packages/python-examples/src/threading/read_after_close.py
Needs: Python 3.9
Twin: packages/node-examples/src/threading/read-after-close.ts
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000


def io_bound(parameter: str, units: int) -> str:
    print(f"called with argument {parameter}\n", end="")  # in one write, so that no other thread's line comes in between
    time.sleep(units * UNIT)
    print(f"argument {parameter} ended\n", end="")
    return parameter


with ThreadPoolExecutor(max_workers=3) as executor:
    futures = [executor.submit(io_bound, argument, units) for argument, units in {"a": 2, "b": 1, "c": 3}.items()]

# Here no thread is left, and every future is done.
print("the pool is closed")

# In the order of submission, although b took the shortest. A task that had raised would raise here.
for future in futures:
    print(future.result())
