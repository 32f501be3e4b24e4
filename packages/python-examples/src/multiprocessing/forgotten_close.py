"""Forget to close a pool of processes, and see what is left.

Shows: an executor that nobody shuts down is shut down at the end of the program, which waits for its tasks: nothing has to be killed.
Run: python3 packages/python-examples/src/multiprocessing/forgotten_close.py
Needs: Python 3.9
Twin: packages/node-examples/src/multiprocessing/forgotten-close.ts
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000


def io_bound(parameter: str) -> None:
    # In one write: the line and its end would be two, and a line of another process could come in between.
    print(f"called with argument {parameter} using pid {os.getpid()}\n", end="", flush=True)
    time.sleep(3 * UNIT)
    print(f"argument {parameter} using pid {os.getpid()} ended\n", end="", flush=True)


def program(how: str) -> None:
    """The tutorial's program: an executor without `with`."""
    executor = ProcessPoolExecutor(max_workers=3)
    tasks = [executor.submit(io_bound, argument) for argument in ("a", "b", "c")]
    print(f"{how}: submitted, nothing waits yet\n", end="", flush=True)
    for task in tasks:
        task.result()
    if how == "closed":
        executor.shutdown()
    print(f"{how}: the last line of the program\n", end="", flush=True)


def watch(how: str) -> None:
    """Runs this file as a child. Its workers hold the same pipe: it is closed when the last of them is gone."""
    with subprocess.Popen([sys.executable, __file__, how], stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            print(line, end="", flush=True)
    print(f"{how}: ended by itself with exit code {child.returncode}")
    print(f"{how}: no worker is left", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        watch("forgotten")
        watch("closed")
    else:
        program(sys.argv[1])
