"""Runs a workload while its witnesses tell when each task began and ended: what the pictures of lanes are drawn from. Never timed."""

from __future__ import annotations

import time

from executors import create_executor
from measure import RUNTIME_VERSION, check_answer, load_workload
from proof import WitnessingRunner

#: The first pass starts the workers and warms them up, the second shows them at work.
PASSES = 2


def record_lanes(order: dict, threads: str) -> dict:
    """The answer to an order "lanes"; its times are in milliseconds since the epoch."""
    workload = load_workload(order)
    inputs = workload.inputs(order["parameters"], order["place"])
    executor = create_executor(order, threads)
    passes = []
    testimonies = []
    for number in range(1, PASSES + 1):
        runner = WitnessingRunner(executor)
        began_at = time.time()
        answer, _ = workload.run(runner, inputs)
        passes.append({"beganAt": began_at * 1000, "endedAt": time.time() * 1000})
        check_answer(f"pass {number}", answer, order)
        testimonies += runner.testimonies
    executor.close()
    is_alone = executor.loop is not None or order["model"] == "sequential"
    events = events_of(testimonies, workload.__name__, is_alone)
    return {"outcome": "completed", "runtimeVersion": RUNTIME_VERSION, "passes": passes, "events": events}


def events_of(testimonies: list, task: str, is_alone: bool) -> list:
    """What happened, in its order. Workers are counted from 1; what ran in the caller's own thread is of worker 0."""
    numbers: dict = {}
    events = []
    for call, (worker, _, began_at, ended_at) in enumerate(testimonies, start=1):
        number = 0 if is_alone else numbers.setdefault(worker, len(numbers) + 1)
        about = {"call": call, "task": task.rpartition(".")[2], "worker": number}
        events.append({"what": "began", "at": began_at * 1000, **about})
        events.append({"what": "ended", "at": ended_at * 1000, **about})
    return sorted(events, key=lambda event: event["at"])
