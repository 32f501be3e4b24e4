"""What runs where the tasks run: the workload's task, counted; its witness; and what a worker tells of itself.

Only the pass that proves the model, the first, calls witnesses. In the others the task is called as an executor calls it for anybody; all
that is around it is a counter, which is read between the passes. Each worker has these functions by importing this file; it is told which
workload they are of by `use_workload`, the initializer of the executors.
"""

from __future__ import annotations

import os
import threading
import time
from importlib import import_module

#: Calls of a pass whose times are noted in each worker.
NOTED = 64

_task = None
_coroutine = None
_close = None
_names_threads = False


class _Own(threading.local):
    """A worker's own: how often it was called since it last told, and when its first calls began and ended."""

    def __init__(self) -> None:
        self.calls = 0
        self.noted: list = []


_own = _Own()


def use_workload(name: str, names_threads: bool = False, with_coroutine: bool = False):
    """Loads the workload of that name; gives its module.

    `names_threads`: whether a worker is a thread, and not a whole process. `with_coroutine`: whether its tasks are awaited.
    """
    global _task, _coroutine, _close, _names_threads, _own
    module_name = name.replace("-", "_")
    try:
        module = import_module(f"workloads.{module_name}")
    except ModuleNotFoundError as error:
        raise ValueError(f'Cannot load the workload "{name}": wanted a file workloads/{module_name}.py') from error
    _task = module.task
    _names_threads = names_threads
    if with_coroutine:
        awaited = import_module(f"workloads.awaited.{module_name}") if module.IS_AWAITED else None
        _coroutine = awaited.task if awaited else _awaited
        _close = getattr(awaited, "close", None)
    _own = _Own()  # a process that was forked begins with what its parent had
    return module


async def close_awaited() -> None:
    """Lets go of what the tasks that were awaited hold."""
    if _close is not None:
        await _close()


def worker_id() -> str:
    """`process id`, or `process id/thread id`."""
    return f"{os.getpid()}/{threading.get_native_id()}" if _names_threads else str(os.getpid())


async def _awaited(argument):
    """What computes or blocks does so in a coroutine, too."""
    return _task(argument)


def run(argument):
    """The task, counted; in a plain loop."""
    _own.calls += 1
    return _task(argument)


async def run_coroutine(argument):
    """The same, awaited."""
    _own.calls += 1
    return await _coroutine(argument)


def run_in_worker(argument):
    """The same in one of several workers: the times of its first calls are noted."""
    own = _own
    own.calls += 1
    if own.calls > NOTED:
        return _task(argument)
    started_at = time.time()
    try:
        return _task(argument)
    finally:
        own.noted.append((started_at, time.time()))


def witness(argument) -> tuple:
    """The task's value, and who did it and when: worker, process id, start and end in seconds since the epoch."""
    started_at = time.time()
    value = _task(argument)
    ended_at = time.time()
    time.sleep(0)  # so that a thread that waits for the interpreter's lock has a turn: tiny tasks may be over before
    return value, (worker_id(), os.getpid(), started_at, ended_at)


async def witness_coroutine(argument) -> tuple:
    """The same, awaited."""
    started_at = time.time()
    value = await _coroutine(argument)
    return value, (worker_id(), os.getpid(), started_at, time.time())


def tell_tally(_) -> tuple:
    """Who it is, how often it was called since it last told, and when its first calls began and ended.

    Takes a moment, so that calls made together are not all answered by one worker.
    """
    time.sleep(0.002)
    told = (worker_id(), _own.calls, list(_own.noted))
    _own.calls = 0
    _own.noted.clear()
    return told


def tell_cpu(_) -> tuple:
    """The process, and the CPU that it has used with all its threads since it began, user + system, in seconds."""
    time.sleep(0.002)
    return os.getpid(), time.process_time()
