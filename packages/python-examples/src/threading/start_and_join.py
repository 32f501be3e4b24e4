"""Start two threads, and wait until both have ended.

Shows: a thread runs a function beside this one. Python tells no exit code: an exception is printed, and `join` returns all the same.
Run: python3 packages/python-examples/src/threading/start_and_join.py
Needs: Python 3.9
Twin: packages/node-examples/src/threading/start-and-join.ts
"""

import threading


def work(task: str) -> None:
    # In one write: the line and its end would be two, and a line of the other thread could come in between.
    for line in range(1, 4):
        print(f"{task}, line {line}\n", end="")


# Both run from here on. Which line comes first differs from run to run.
threads = [threading.Thread(target=work, args=(task,)) for task in ("doFirst", "doSecond")]
for thread in threads:
    thread.start()
print("both are started\n", end="")

for thread in threads:
    thread.join()
print("both have ended: done, done")
