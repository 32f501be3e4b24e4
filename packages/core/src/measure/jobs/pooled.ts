/** The distributed pool as an arm, over one of its engines. Its workers are the runtime's own. */
import { DistributedPool } from "../../distributed/distributed-pool.ts";
import type { JobSource } from "../../distributed/job-source.ts";
import type { Job } from "../../distributed/messages.ts";
import { encode } from "../../distributed/wire.ts";
import type { Submitter } from "./arm.ts";

/** Before the ids of jobs that nobody waits for. */
const CALLER = "nobody.";
/** Jobs that are asked for at once: all come before their lease is over. */
const TAKERS = 64;

export function pooled(source: JobSource): Submitter {
  const pool = new DistributedPool<typeof import("../../conformance/jobs/tasks.ts")>(source);
  return {
    submit: ({ task, args }) => pool.submit(task, args),
    accept: (id, { task, args }) => source.accept(CALLER + id, encode({ task, args, retries: 2 } satisfies Job)),
    async kept() {
      const ids: string[] = [];
      const takeAll = async (): Promise<void> => {
        for (let job = await source.take(); job; job = await source.take()) ids.push(job.id.slice(CALLER.length));
      };
      await Promise.all(Array.from({ length: TAKERS }, takeAll));
      return ids;
    },
  };
}
