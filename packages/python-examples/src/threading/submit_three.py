"""Submit three tasks to three threads, and never read what they return.

Shows: they run side by side; leaving the block waits for all; an error that nobody reads is lost in silence.
Run: python3 packages/python-examples/src/threading/submit_three.py
Needs: Python 3.9
Twin: packages/node-examples/src/threading/submit-three.ts
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000


def io_bound(parameter: str) -> str:
    print(f"called with argument {parameter}\n", end="")  # in one write, so that no other thread's line comes in between
    time.sleep(3 * UNIT)
    print(f"argument {parameter} ended\n", end="")
    return parameter


def broken() -> None:
    raise ValueError("this task has a bug")


print("starting the pool")
with ThreadPoolExecutor(max_workers=3) as executor:
    # ("a") is the string: parentheses make no tuple.
    for argument in ("a", "b", "c"):
        executor.submit(io_bound, argument)
print("all tasks complete")

# The error stays in a future that nobody has. Nothing is printed, and the exit code is 0.
with ThreadPoolExecutor(max_workers=1) as executor:
    executor.submit(broken)
    executor.submit(io_bound, "d").result()
