"""Proves that threads were threads, processes processes, and that they worked at the same time.

The same rules as `packages/core/src/measure/prove-model.ts` and `tally.ts`, with one exception: an executor of the standard library lets
any worker take the next call, so where calls are very short one worker may have taken them all, which is no failure.
"""

from __future__ import annotations

import os
import time

import witness

MOST_TRIES = 20
#: Calls that together take less may be over before another worker has begun its own.
LONG_ENOUGH_SECONDS = 0.01


class WitnessingRunner:
    """Calls the witnesses in place of the tasks, and hears what they say."""

    def __init__(self, executor) -> None:
        self.loop = executor.loop
        self.testimonies: list = []
        self._executor = executor

    def map(self, inputs) -> list:
        results = self._executor.call_all(self._executor.witnessed, inputs)
        self.testimonies += [testimony for _, testimony in results]
        return [value for value, _ in results]


def prove_model(order: dict, executor, run) -> tuple:
    """Runs the work once, by witnesses; what they say, and the seconds of the very first pass.

    A few small tasks may all have gone to one worker while another was still starting: then the pass is repeated.
    """
    first_seconds = None
    for tries in range(1, MOST_TRIES + 1):
        runner = WitnessingRunner(executor)
        began = time.perf_counter()
        run(runner, "the first pass")
        if first_seconds is None:
            first_seconds = time.perf_counter() - began
        testimonies = runner.testimonies
        if len({worker for worker, *_ in testimonies}) >= wanted_workers(order, testimonies):
            break
        time.sleep(0.02)
    intervals = work_intervals(testimonies)
    worker_ids = [interval["worker"] for interval in intervals]
    check_model(order, testimonies, worker_ids)
    proof = {
        "workerIds": worker_ids,
        "workIntervals": intervals,
        "overlapSeconds": overlap([(worker, begin, end) for worker, _, begin, end in testimonies]),
        "callsInPass": len(testimonies),
    }
    return proof, first_seconds


def wanted_workers(order: dict, testimonies: list) -> int:
    """At least two, where there are two workers and two tasks."""
    return min(order["workers"], len(testimonies), 2)


def check_model(order: dict, testimonies: list, worker_ids: list) -> None:
    """Raises RuntimeError when those who did the work are not what the model says."""
    model, here = order["model"], os.getpid()
    others = {process_id for _, process_id, _, _ in testimonies if process_id != here}
    found = f"found workers {', '.join(worker_ids)} in process {here}"
    wanted = wanted_workers(order, testimonies)
    if not testimonies:
        raise RuntimeError("not the model it says: no task was run")
    if model in ("sequential", "async"):
        if worker_ids != [str(here)]:
            raise RuntimeError(f"not {model}: wanted all tasks in this thread, {found}")
    elif model == "threading":
        if str(here) in worker_ids or others:
            raise RuntimeError(f"not threading: wanted other threads of this process, {found}")
    elif str(here) in worker_ids or len(others) != len(worker_ids):
        raise RuntimeError(f"not {model}: wanted a process for each worker, {found}")
    if len(worker_ids) < wanted:
        raise RuntimeError(f"not {model}: wanted {wanted} workers at work, {found}")


def hear_tallies(name: str, executor, calls: int) -> list:
    """What all workers did in the pass that has just ended; raises RuntimeError unless it was so many calls."""
    told: list = []
    found = 0
    for _ in range(MOST_TRIES):
        if found >= calls:
            break
        told += executor.ask(witness.tell_tally)
        found = sum(count for _, count, _ in told)
    if found != calls:
        raise RuntimeError(f"not the same work in {name}: wanted {calls} calls of tasks, as in the proof, found {found}")
    return told


def overlap_of_timed(order: dict, passes: list):
    """For how long at least two workers ran tasks at once in the timed passes, as far as their first calls tell.

    None with one worker, and where the calls were too short for workers to meet; raises RuntimeError when one of several did it all though
    they were not.
    """
    if order["workers"] < 2:
        return None
    told = [tally for each in passes for tally in each]
    if sum(end - begin for _, _, noted in told for begin, end in noted) < LONG_ENOUGH_SECONDS:
        return None
    most = max(sum(count for _, count, _ in each) for each in passes)
    seen = {worker for worker, count, _ in told if count > 0}
    if len(seen) < min(2, most):
        raise RuntimeError(
            f"not {order['model']} in the timed passes: wanted {min(2, most)} workers at work, found {len(seen)}"
        )
    return sum(overlap([(worker, *span) for worker, _, noted in each for span in noted]) for each in passes)


def work_intervals(testimonies: list) -> list:
    """One for each worker: from its first task's start to its last task's end."""
    by_worker: dict = {}
    for worker, _, begin, end in testimonies:
        by_worker.setdefault(worker, []).append((begin, end))
    return [
        {
            "worker": worker,
            "tasks": len(spans),
            "startedAt": min(begin for begin, _ in spans),
            "endedAt": max(end for _, end in spans),
        }
        for worker, spans in by_worker.items()
    ]


def overlap(spans: list) -> float:
    """Sweeps over all starts and ends: how long at least two workers had a task running, in seconds."""
    changes = [(begin, -1, worker) for worker, begin, _ in spans] + [(end, 1, worker) for worker, _, end in spans]
    running: dict = {}
    total = last = 0.0
    for at, step, worker in sorted(changes):
        if len(running) >= 2:
            total += at - last
        last = at
        tasks = running.get(worker, 0) - step
        if tasks > 0:
            running[worker] = tasks
        else:
            running.pop(worker, None)
    return total
