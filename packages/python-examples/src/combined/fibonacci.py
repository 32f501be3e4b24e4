"""Compute Fibonacci numbers inline, in threads, in processes, and in async functions.

Shows: threads compute one at a time, because of the lock that all of them share; processes use all cores; async makes it slower.
Run: python3 packages/python-examples/src/combined/fibonacci.py
Needs: Python 3.9
Twin: packages/node-examples/src/combined/fibonacci.ts
"""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

# Twenty times the same number: 20 × fib(30).
INPUTS = [30] * 20


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


async def fib_async(n: int) -> int:
    return n if n < 2 else await fib_async(n - 1) + await fib_async(n - 2)


def measure(place: str, work) -> float:
    began = time.perf_counter()
    total = work()
    took = time.perf_counter() - began
    print(f"{place}: {total} in {took * 1000:.0f} ms", flush=True)
    return took


def main() -> None:
    # Inline: one after the other, and nothing else happens meanwhile.
    measure("inline", lambda: sum(map(fib, INPUTS)))

    # Threads take turns: no gain, where the interpreter has its lock.
    with ThreadPoolExecutor() as executor:
        measure("threads", lambda: sum(executor.map(fib, INPUTS)))

    # As many processes as there are cores.
    with ProcessPoolExecutor() as executor:
        measure("processes", lambda: sum(executor.map(fib, INPUTS)))

    # The anti-example: `await` at every call. A smaller number, or it would take too long.
    few = [20] * 20

    async def together() -> int:
        return sum(await asyncio.gather(*map(fib_async, few)))

    plain = measure("plain functions", lambda: sum(map(fib, few)))
    awaited = measure("async functions", lambda: asyncio.run(together()))
    print(f"with await at every call it takes {awaited / plain:.1f} times as long")


if __name__ == "__main__":
    main()
