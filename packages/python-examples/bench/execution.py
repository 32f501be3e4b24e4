"""The program that is measured: obeys one order with CPython's own executors, and exits.

    python3 execution.py [--threads=interpreters|parallel] ORDER

The order is a file of JSON; the answer goes into the file that it names. What both hold is said in `packages/core/src/results/order.ts`.
`--threads` says what the model threading is: threads that share one lock (the default), an interpreter in each thread, or threads of a
build that has no such lock.
"""

from __future__ import annotations

import json
import os
import sys

from answer import explain, write_answer

THREADS = ("shared", "interpreters", "parallel")


def main(arguments: list[str]) -> None:
    """Never raises for what the order asks: what went wrong is the answer, and the exit code is 1."""
    *options, path = arguments
    with open(path, encoding="utf-8") as file:
        order = json.load(file)
    try:
        answer = answer_to(order, threads_of(options))
    except Exception as error:  # whatever it was, the runner is told
        write_answer(order["answer"], {"outcome": "failed", "reason": explain(error)})
        end_at_once()
    else:
        write_answer(order["answer"], answer)


def answer_to(order: dict, threads: str) -> dict:
    """Loads what the order needs, and no more."""
    if order["do"] == "measure":
        from measure import measure

        return measure(order, threads)
    if order["do"] == "lanes":
        from lanes import record_lanes

        return record_lanes(order, threads)
    raise ValueError(f'Cannot obey the order: wanted "measure" or "lanes", found "{order["do"]}"')


def threads_of(options: list[str]) -> str:
    """What `--threads=` says."""
    threads = THREADS[0]
    for option in options:
        name, _, threads = option.partition("=")
        if name != "--threads" or threads not in THREADS:
            raise ValueError(f'Cannot obey the order: wanted --threads={"|".join(THREADS)}, found "{option}"')
    return threads


def end_at_once() -> None:
    """With exit code 1, without waiting for workers: one that hangs must not keep a failed execution alive."""
    multiprocessing = sys.modules.get("multiprocessing")
    for child in multiprocessing.active_children() if multiprocessing else ():
        child.kill()
    os._exit(1)


# Where processes are spawned, each of them imports this file under another name.
if __name__ == "__main__":
    main(sys.argv[1:])
