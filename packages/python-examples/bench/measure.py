"""One execution: makes the inputs, proves its model, warms up, iterates, checks every answer.

     inputs -> proof -> warm-ups -> iterations (timed), until they are flat -> close -> answer
                 every answer's checksum must be the oracle's

The same steps as `packages/core/src/measure/measure.ts`, for the same figures.
"""

from __future__ import annotations

import sys
import time

import witness
from answer import wait_at
from checksum import checksum
from executors import create_executor, workload_name
from flat_end import PASSES_ADDED, wants_more
from proof import hear_tallies, overlap_of_timed, prove_model

RUNTIME_VERSION = "{}.{}.{}".format(*sys.version_info[:3])
MOST_TRIES = 10


def measure(order: dict, threads: str) -> dict:
    """The answer to an order "measure"."""
    return Execution(order, threads).answer()


def load_workload(order: dict):
    """The workload's module, for the tasks that run in this interpreter and for the caller."""
    model = order["model"]
    return witness.use_workload(workload_name(order), names_threads=model == "threading", with_coroutine=model == "async")


class Runner:
    """What a workload is given to run its tasks with: `map`, and the caller's event loop, or None."""

    def __init__(self, executor, function) -> None:
        self.loop = executor.loop
        self._executor = executor
        self._function = function

    def map(self, inputs) -> list:
        """The results, in the order of the inputs."""
        return self._executor.call_all(self._function, inputs)


class Execution:
    def __init__(self, order: dict, threads: str) -> None:
        self._order = order
        self._workload = load_workload(order)
        self._inputs = self._workload.inputs(order["parameters"], order["place"])
        self._executor = create_executor(order, threads)
        self._runner = Runner(self._executor, self._executor.counted)
        self._watch = self._loop_watch()

    def answer(self) -> dict:
        order = self._order
        proof, first_seconds = prove_model(order, self._executor, self._run_checked)
        self._calls = proof["callsInPass"]
        self._processes = len(proof["workerIds"]) if order["model"] == "multiprocessing" else 0

        warmups = [self._pass(f"warm-up {number}") for number in range(1, order["warmups"] + 1)]
        iterations: list = []
        self._iterate(iterations, order["iterations"])
        added = self._add_until_flat(warmups, iterations)
        cpu_seconds, cpu_reason = self._cpu_seconds()
        if order["barrier"] is not None:
            wait_at(order["barrier"])
        self._executor.close()

        measurement = {
            "runtimeVersion": RUNTIME_VERSION,
            "checksum": order["expectedChecksum"],
            "firstSeconds": first_seconds,
            "iterationSeconds": seconds_of(iterations),
            "warmupSeconds": seconds_of(warmups),
            "added": added,
            "observations": medians([each["observations"] for each in iterations]),
            "loopDelay": self._watch.summary() if self._watch else None,
            "timedOverlapSeconds": overlap_of_timed(order, [each["tallies"] for each in iterations]),
            "cpuSeconds": cpu_seconds,
            "cpuSecondsReason": cpu_reason,
            **proof,
        }
        return {"outcome": "completed", "measurement": measurement}

    def _run_checked(self, runner, name: str) -> None:
        answer, _ = self._workload.run(runner, self._inputs)
        check_answer(name, answer, self._order)

    def _pass(self, name: str, watch=None) -> dict:
        if watch:
            watch.begin()
        began = time.perf_counter()
        answer, observations = self._workload.run(self._runner, self._inputs)
        seconds = time.perf_counter() - began
        if watch:
            watch.end()
        check_answer(name, answer, self._order)
        tallies = hear_tallies(name, self._executor, self._calls)
        return {"seconds": seconds, "observations": observations, "tallies": tallies}

    def _iterate(self, iterations: list, count: int) -> None:
        for _ in range(count):
            iterations.append(self._pass(f"iteration {len(iterations) + 1}", self._watch))

    def _add_until_flat(self, warmups: list, iterations: list):
        """Adds passes while they may yet show a flat end. What these took; None where none were added."""
        settle_seconds = self._order["settleSeconds"]

        def is_unsettled() -> bool:
            return wants_more(seconds_of(warmups), seconds_of(iterations), settle_seconds)

        if not is_unsettled():
            return None
        began = time.perf_counter()
        before, _ = self._cpu_seconds()
        while is_unsettled():
            self._iterate(iterations, PASSES_ADDED)
        after, _ = self._cpu_seconds()
        cpu_seconds = None if before is None or after is None else after - before
        return {"wallSeconds": time.perf_counter() - began, "cpuSeconds": cpu_seconds}

    def _cpu_seconds(self) -> tuple:
        """What this process has used and, where workers are processes, what each of them has; or None and why."""
        used: dict = {}
        for _ in range(MOST_TRIES):
            if len(used) >= self._processes:
                break
            used.update(self._executor.ask(witness.tell_cpu))
        if len(used) < self._processes:
            return None, f"{len(used)} of {self._processes} processes told what they used"
        return sum(used.values()) + time.process_time(), None

    def _loop_watch(self):
        """In the lag pass, where the caller has a loop that can be late."""
        if self._order["pass"] != "lag" or self._executor.loop is None:
            return None
        from loop_watch import LoopWatch

        return LoopWatch(self._executor.loop)


def check_answer(name: str, answer, order: dict) -> None:
    """Raises ValueError when the answer's checksum is not the oracle's."""
    found = checksum(answer)
    if found != order["expectedChecksum"]:
        wanted = order["expectedChecksum"]
        raise ValueError(f"wrong answer in {name}: wanted the oracle's checksum {wanted}, found {found} of {str(answer)[:200]}")


def seconds_of(passes: list) -> list:
    return [each["seconds"] for each in passes]


def medians(observations: list) -> dict:
    """Of each observation, its median over the iterations (the lower of the middle two)."""
    values: dict = {}
    for seen in observations:
        for name, value in seen.items():
            values.setdefault(name, []).append(value)
    return {name: sorted(each)[(len(each) - 1) // 2] for name, each in values.items()}
