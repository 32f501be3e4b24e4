"""The workloads of `packages/core/src/workloads`, as a Python programmer writes them: a file of the same name for each.

A workload has

- `inputs(parameters, place)`: the arguments of its tasks, the same that all runtimes get;
- `task(argument)`: what a worker does;
- `run(executor, inputs)`: one pass: gives the work to the executor's `map`, and puts together the answer and what was seen beside it;
- `IS_AWAITED`: whether its task waits. Then the file of its name in `awaited/` has the same task as a coroutine, which async alone loads;
  without one, the task computes or blocks in the coroutine that calls it.

There are no oracles here: an answer must have the checksum that the workload's own oracle says.
"""
