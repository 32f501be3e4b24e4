"""Square numbers on all cores, in processes.

Shows: work that computes is split over processes, and each part is added as soon as it is finished.
Run: python3 packages/python-examples/src/multiprocessing/square_numbers.py
Needs: Python 3.9
Twin: packages/node-examples/src/multiprocessing/square-numbers.ts
"""

import os
from concurrent.futures import ProcessPoolExecutor, as_completed


def sum_of_squares(begin: int, end: int) -> int:
    """A whole number of Python has as many digits as it needs: no sum is rounded."""
    return sum(number * number for number in range(begin, end))


# Where processes are spawned, each of them runs this file from its start: without the guard, each would start more of them.
if __name__ == "__main__":
    print(f"this is process {os.getpid()}", flush=True)
    with ProcessPoolExecutor() as executor:
        parts = {executor.submit(sum_of_squares, i * 1_000_000, (i + 1) * 1_000_000): i for i in range(10)}

        # In finishing order: whoever is done first is added first. The sum does not mind.
        total = 0
        for future in as_completed(parts):
            print(f"part {parts[future]} is done")
            total += future.result()
    print(f"sum of all squares below 10,000,000: {total}")
