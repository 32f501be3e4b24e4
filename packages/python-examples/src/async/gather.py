"""Wait for three tasks together, and have their results in the order of the calls.

Shows: calling a coroutine function does not begin it: each begins when the event loop comes to it.
Run: python3 packages/python-examples/src/async/gather.py
Needs: Python 3.9
Twin: packages/node-examples/src/async/gather.ts
"""

import asyncio
import os

# Seconds that a unit takes; in the tutorial it is one.
UNIT = float(os.environ.get("UNIT_MS", "20")) / 1000


async def work(name: str, units: int) -> int:
    print(f"task {name} begins")
    await asyncio.sleep(units * UNIT)
    print(f"task {name} is done after {units} units")
    return units


async def main() -> None:
    # Three coroutines, of which none has run a line. JavaScript's async functions would all have begun.
    tasks = [work("A", 2), work("B", 1), work("C", 3)]
    print("all three are called")

    # They end as B, A, C; the results stand in the order of the calls. It takes as long as the longest: three units.
    results = await asyncio.gather(*tasks)
    print(f"results: {', '.join(map(str, results))}")


asyncio.run(main())
