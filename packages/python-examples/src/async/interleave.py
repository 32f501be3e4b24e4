"""Two tasks that take turns in one thread.

Shows: a task runs until it awaits what is not ready; `sleep(0)` gives way once. To await a future that has its result does not.
Run: python3 packages/python-examples/src/async/interleave.py
Needs: Python 3.9
Twin: packages/node-examples/src/async/interleave.ts
"""

import asyncio


async def work(name: str) -> None:
    print(f"{name}, block 1")
    await asyncio.sleep(0)
    print(f"{name}, block 2")


async def main() -> None:
    # Both have done their first block before either does its second. `wait` takes tasks, and no coroutines since Python 3.11.
    await asyncio.wait([asyncio.create_task(work("first")), asyncio.create_task(work("second"))])


asyncio.run(main())
