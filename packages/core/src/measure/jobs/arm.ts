/** What each arm of the comparison of jobs is: a way to have jobs done by another program. One file in `arms/` each, found by its name. */
import { add, lengthOf, stayAtFirst } from "../../conformance/jobs/tasks.ts";

/** A call of one of the tasks that the job workers of the tests have. */
export type Job =
  | { task: "add"; args: [number, number] }
  | { task: "lengthOf"; args: [string] }
  | { task: "stayAtFirst"; args: [string] };

/** What such a file exports. */
export interface Arm {
  /** Connects, and makes what is not there. */
  open: (server: string) => Promise<Submitter>;
  /** Does jobs until the process is ended, so many at once; resolves when it does. Absent where a runtime's own job worker does them. */
  serve?: (server: string, slots: number) => Promise<void>;
}

/** Whatever it has open ends with its process. */
export interface Submitter {
  /** As a program does that waits for the result. */
  submit: (job: Job) => Promise<number>;
  /** Resolves when the server has said that it keeps the job. */
  accept: (id: string, job: Job) => Promise<void>;
  /** The ids of the jobs that it keeps and nobody has; perhaps by taking them. */
  kept: () => Promise<string[]>;
}

export const loadArm = async (name: string): Promise<Arm> => (await import(`./arms/${name}.ts`)) as Arm;

/** Does a job, where no pool does it. */
export function run(job: Job): number | Promise<number> {
  if (job.task === "add") return add(...job.args);
  return job.task === "lengthOf" ? lengthOf(...job.args) : stayAtFirst(...job.args);
}
