/** The command of one execution: the runtime's program, with the least that it may reach. */
import { cleanEnvironment } from "../../clean-environment.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { argumentsOf } from "../../study/arguments-of.ts";
import { type Job, readableBy } from "./job.ts";
import type { OrderFolder } from "../../study/order-folder.ts";
import type { Command } from "../../study/run-in-group.ts";

/** @param site the address of what the workload downloads from, or null when there is none */
export function commandOf(runtime: AvailableRuntime, job: Job, folder: OrderFolder, site: string | null): Command {
  const needs = {
    read: [...readableBy(job), folder.path],
    write: [folder.path],
    net: site === null ? [] : [new URL(site).host],
  };
  return {
    file: runtime.binary,
    args: argumentsOf(runtime, needs, folder.order),
    environment: cleanEnvironment({ ...runtime.environment, TRIATHLON_WORKLOAD: job.workload.url }),
    workingFolder: folder.path,
  };
}
