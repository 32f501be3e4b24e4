/** A task that fails: its own call is rejected, its worker is kept, nobody else notices. */
import { endure, type Fault } from "../endure.ts";
import type { Scenario } from "../scenario.ts";
import { servingWorkers } from "../whole.ts";

const FAULTS: readonly Fault[] = [
  { name: "a throw", rejects: "TaskError", call: (pool, options) => pool.submit("raise", ["rangeError"], options) },
  { name: "a rejection", rejects: "TaskError", call: (pool, options) => pool.submit("reject", ["coded"], options) },
  { name: "a thrown string", rejects: "TaskError", call: (pool, options) => pool.submit("raise", ["string"], options) },
  {
    name: "a thrown nothing",
    rejects: "TaskError",
    call: (pool, options) => pool.submit("raise", ["nothing"], options),
  },
  {
    name: "a stack overflow",
    rejects: "TaskError",
    call: (pool, options) => pool.submit("recurseForever", [], options),
  },
  {
    name: "an unknown task",
    rejects: "UnknownTask",
    call: (pool, options) => pool.submit("nope" as "add", [1, 2], options),
  },
  {
    name: "an argument that cannot be cloned",
    rejects: "NotCloneable",
    call: (pool, options) => pool.submit("echo", [() => 1], options),
  },
  {
    name: "a result that cannot be cloned",
    rejects: "NotCloneable",
    call: (pool, options) => pool.submit("returnFunction", [], options),
  },
  {
    name: "a deadline that a task heeds",
    rejects: "DeadlineExceeded",
    call: (pool) => pool.submit("wait", [600_000], { timeout: 50 }),
  },
];

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await using pool = cell.create();
    const before = await servingWorkers(pool, 2);
    for (const fault of FAULTS) {
      const error = await endure(pool, check, fault);
      if (fault.name === "a stack overflow") check.equal("as what it is", error.cause?.name, "RangeError");
      if (fault.name.startsWith("an argument")) check.equal("which says so", error.part, "argument");
      if (fault.name.startsWith("a result")) check.equal("which says so too", error.part, "result");
    }
    check.equal("after all that, the workers are those of the beginning", await servingWorkers(pool, 2), before);
  },
} satisfies Scenario;
