"""What the model of an order runs tasks with: the executors of CPython's standard library, as they come.

Each has `call_all`, which calls a function once for each argument and gives the results in order, and `loop`, the caller's event loop, or
None where the caller has none and simply waits. Nothing is tuned: `map` of an executor hands out each call by itself (`chunksize` 1), and
processes begin as they do by default on this system and version.

What a model needs is imported when it is asked for, so that no model pays for another's modules.
"""

from __future__ import annotations

import sys

import witness


def create_executor(order: dict, threads: str):
    """The executor of the order's model; `threads` as in `execution.py`."""
    model, name = order["model"], workload_name(order)
    workers = order["workers"]
    if model == "sequential":
        return PlainLoop()
    if model == "async":
        return Coroutines(order["concurrency"] or workers)
    if order["concurrency"] is not None:
        raise ValueError("Cannot hold several calls in each worker: a worker of an executor has one at a time")
    if model == "threading":
        return Pool(thread_pool(workers, name, threads), workers)
    if model == "multiprocessing":
        from concurrent.futures import ProcessPoolExecutor

        return Pool(ProcessPoolExecutor(workers, initializer=witness.use_workload, initargs=(name,)), workers)
    raise ValueError(f'Cannot run the model "{model}": there is no executor for it')


def workload_name(order: dict) -> str:
    """The workload's name is also its file's."""
    return order["workload"].rpartition("/")[2].partition(".")[0]


def thread_pool(workers: int, name: str, threads: str):
    """Threads that share one lock, threads with an interpreter each, or threads without such a lock."""
    if threads == "interpreters":
        from concurrent.futures import InterpreterPoolExecutor

        return InterpreterPoolExecutor(workers, initializer=witness.use_workload, initargs=(name, True))
    if threads == "parallel" and getattr(sys, "_is_gil_enabled", lambda: True)():
        raise RuntimeError("Cannot run threads in parallel: wanted a free-threaded build with its GIL disabled, found the GIL")
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(workers)


class PlainLoop:
    """The control of every comparison: one call after the other, where it is made."""

    loop = None
    counted = staticmethod(witness.run)
    witnessed = staticmethod(witness.witness)

    def call_all(self, function, arguments) -> list:
        return [function(argument) for argument in arguments]

    def ask(self, question) -> list:
        """What each worker answers; here there is this thread alone."""
        return [question(None)]

    def close(self) -> None:
        pass


class Coroutines(PlainLoop):
    """At most so many coroutines at once, in this thread: a semaphore and `asyncio.gather`."""

    counted = staticmethod(witness.run_coroutine)
    witnessed = staticmethod(witness.witness_coroutine)

    def __init__(self, concurrency: int) -> None:
        import asyncio

        self.loop = asyncio.new_event_loop()
        self._asyncio = asyncio
        self._concurrency = concurrency

    def call_all(self, function, arguments) -> list:
        return self.loop.run_until_complete(self._gather(function, arguments))

    async def _gather(self, function, arguments) -> list:
        free = self._asyncio.Semaphore(self._concurrency)

        async def bounded(argument):
            async with free:
                return await function(argument)

        return await self._asyncio.gather(*(bounded(argument) for argument in arguments))

    def close(self) -> None:
        self.loop.run_until_complete(witness.close_awaited())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


class Pool:
    """One of `concurrent.futures`, whose caller waits for all results."""

    loop = None
    counted = staticmethod(witness.run_in_worker)
    witnessed = staticmethod(witness.witness)

    def __init__(self, executor, workers: int) -> None:
        self._executor = executor
        self._workers = workers

    def call_all(self, function, arguments) -> list:
        return list(self._executor.map(function, arguments))

    def ask(self, question) -> list:
        """As many answers as there are workers; now and then one of them answers twice."""
        return self.call_all(question, range(self._workers))

    def close(self) -> None:
        self._executor.shutdown()
