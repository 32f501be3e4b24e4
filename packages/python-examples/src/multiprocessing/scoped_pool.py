"""Let a block own its pool of processes.

Shows: `with` shuts the executor down at the end of the block, whatever happens in it. Where processes are forked, all ten begin with the
first task; where they are spawned, one for each of the three.
Run: python3 packages/python-examples/src/multiprocessing/scoped_pool.py
Needs: Python 3.9
Twin: packages/node-examples/src/multiprocessing/scoped-pool.ts
"""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000


def io_bound(parameter_1: str, parameter_2: str) -> None:
    # In one write: the line and its end would be two, and a line of another process could come in between.
    print(f"called with arguments {parameter_1} and {parameter_2}\n", end="", flush=True)
    time.sleep(3 * UNIT)
    print(f"arguments {parameter_1} and {parameter_2} ended\n", end="", flush=True)


if __name__ == "__main__":
    # Nothing here reads the three futures. The end of the block waits for them, and an error in them would be lost.
    with ProcessPoolExecutor(max_workers=10) as executor:
        executor.submit(io_bound, "a", "a")
        executor.submit(io_bound, *("b", "b"))
        executor.submit(io_bound, **{"parameter_1": "c", "parameter_2": "c"})
        started = len(multiprocessing.active_children())
    print(f"the block is left, asked for 10 workers, started {started}", flush=True)

    # Leaving by an error shuts it down as well, before the error is heard outside.
    try:
        with ProcessPoolExecutor() as executor:
            executor.submit(io_bound, "d", "d")
            raise RuntimeError("something else went wrong")
    except RuntimeError as error:
        print(f"the block is left by an error: {error}")
