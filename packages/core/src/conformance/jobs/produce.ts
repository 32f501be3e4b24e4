/**
 * Submits many jobs, and says of each how it ended, as one line of JSON on stdout. Killed and started again, it asks for the same jobs
 * under the same names. Some are cancelled, in the queue or while they run; two kill each worker that has them.
 *
 *     … produce.ts <address of the server> <name of the queue> <file for the lines of tasks> <first job> <how many> <milliseconds by which its clock is wrong>
 */
import process from "node:process";
import { DistributedPool } from "../../distributed/distributed-pool.ts";
import { openJobs } from "./open-jobs.ts";
import { skewClock } from "./skewed-clock.ts";

type Tasks = typeof import("./tasks.ts");

/** What is said of a job, or of a dead letter. */
export type ProduceLine = { key: string; value: string } | { key: string; error: string } | { letter: string };

/** Milliseconds within which a job ends, whatever is killed; less than clocks are wrong by. */
const TIMEOUT = 600_000;

const [server = "", name, file = "", first, count, skew] = process.argv.slice(-6);
skewClock(Number(skew));
const pool = new DistributedPool<Tasks>(await openJobs(server, name), {
  caller: "chaos",
  maxOpen: 40,
  retries: 1000, // those that do not kill their worker are killed from outside, which is not their fault
});
const tell = (line: ProduceLine): void => console.log(JSON.stringify(line));

async function follow(key: string, submit: () => Promise<string>): Promise<void> {
  for (;;) {
    try {
      return tell({ key, value: await submit() });
    } catch (error) {
      const why = (error as Error).name;
      // Whoever was not told that a job is kept submits it again, under the same key.
      if (why !== "NotAccepted" && why !== "QueueFull") return tell({ key, error: why });
      await pool.room();
    }
  }
}

const all: Promise<void>[] = [];
if (first === "0")
  for (const key of ["poison-0", "poison-1"])
    all.push(follow(key, () => pool.submit("killWorker", [file], { key, retries: 2 })));
for (let i = Number(first); i < Number(first) + Number(count); i++) {
  await pool.room();
  const cancelled = i % 20 === 7;
  const key = `${cancelled ? "cancelled" : "job"}-${i}`;
  const signal = cancelled ? AbortSignal.timeout((i * 13) % 300) : undefined;
  all.push(follow(key, () => pool.submit("mark", [file, key, (i * 37) % 200], { key, signal, timeout: TIMEOUT })));
}
await Promise.all(all);
for await (const { id } of pool.deadLetters()) tell({ letter: id });
await pool.close();
