"""Run ten tasks in five processes: two waves.

Shows: the sixth task waits until a worker is free; a worker is a process, and is used again.
Run: python3 packages/python-examples/src/multiprocessing/two_waves.py
Needs: Python 3.9
Twin: packages/node-examples/src/multiprocessing/two-waves.ts
"""

import os
import time
from concurrent.futures import ProcessPoolExecutor

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000


def io_bound(parameter: int) -> tuple:
    """Says when it begins and ends, and returns where it ran."""
    # In one write: the line and its end would be two, and a line of another process could come in between.
    print(f"called with argument {parameter} using pid {os.getpid()}\n", end="", flush=True)
    time.sleep(3 * UNIT)
    print(f"argument {parameter} using pid {os.getpid()} ended\n", end="", flush=True)
    return parameter, os.getpid()


if __name__ == "__main__":
    # All ten are submitted at once; five start, five wait in the queue.
    began = time.perf_counter()
    with ProcessPoolExecutor(max_workers=5) as executor:
        futures = [executor.submit(io_bound, number) for number in range(1, 11)]
        results = [future.result() for future in futures]
    took = (time.perf_counter() - began) / UNIT

    # Thirty units of waiting, five at a time: six, and what the processes cost.
    print(f"results: {' '.join(str(parameter) for parameter, _ in results)}")
    print(f"{len({pid for _, pid in results})} processes, 30 units of waiting in {took:.1f}")
