"""Start two processes, and wait until both have ended.

Shows: a child has an id, a memory and an end of its own, with an exit code.
Run: python3 packages/python-examples/src/multiprocessing/start_and_join.py
Needs: Python 3.9
Twin: packages/node-examples/src/multiprocessing/start-and-join.ts
"""

import multiprocessing
import os


def work(task: str) -> None:
    # In one write: the line and its end would be two, and a line of the other process could come in between.
    for line in range(1, 4):
        print(f"{task}, line {line}, in process {os.getpid()}\n", end="", flush=True)


# The guard that the tutorial leaves out: it is needed wherever children are spawned, which run this file from its start.
if __name__ == "__main__":
    children = [multiprocessing.Process(target=work, args=(task,)) for task in ("doFirst", "doSecond")]
    for child in children:
        child.start()
    started = " and ".join(str(child.pid) for child in children)
    print(f"process {os.getpid()} has started {started}\n", end="", flush=True)

    for child in children:
        child.join()
    print(f"both have ended: {', '.join(str(child.exitcode) for child in children)}")
