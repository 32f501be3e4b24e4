/** Ctrl-C in a terminal goes to a program and its children alike: they leave it to the program. */
import type { Scenario } from "../scenario.ts";
import { servingWorkers } from "../whole.ts";

const ELSEWHERE = {
  threading: "a thread has no signals of its own",
  async: "a task has no signals of its own",
};

export default {
  models: ["multiprocessing"],
  inputs: { "SIGINT to a child that runs a task": ELSEWHERE, "SIGINT to a child that is idle": ELSEWHERE },
  async run(cell, check) {
    await using pool = cell.create();
    const before = await servingWorkers(pool, 2);
    const outlived = await pool.submit("outlive", ["SIGINT"]);
    check.equal("SIGINT to a child that runs a task: its task ends well", outlived, "it lives");
    await Promise.all([pool.submit("signalSoon", ["SIGINT", 20]), pool.submit("wait", [5])]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    check.equal("SIGINT to a child that is idle: it serves on", await servingWorkers(pool, 2), before);
  },
} satisfies Scenario;
