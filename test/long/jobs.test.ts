/**
 * Workers of all runtimes are killed, held up and told to leave while they have jobs, and the server is killed and comes back: no job that
 * was accepted is lost, each has one result, and jobs that kill their workers are given up once each, and nothing else.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DistributedPool } from "../../packages/core/src/distributed/distributed-pool.ts";
import { natsJobs } from "../../packages/core/src/distributed/job-source/nats.ts";
import { below, createRandom } from "../../packages/core/src/statistics/random.ts";
import { NatsServer, noServer } from "../distributed/support/nats-server.ts";
import { runtimes, type StartedWorker, startWorker } from "../distributed/support/programs.ts";
import { testFolder } from "../support/test-folder.ts";

type Tasks = typeof import("../../packages/core/src/conformance/jobs/tasks.ts");

const KILLS = 50;
const JOBS = 400;
const SEED = 20;

it.skipIf(noServer)(`no job is lost, whatever is killed${noServer === undefined ? "" : `: ${noServer}`}`, async () => {
  const random = createRandom(SEED, 0);
  const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const server = new NatsServer();
  await server.start();
  onTestFinished(() => server.kill());
  const queue = `chaos-${randomUUID()}`;
  const pool = new DistributedPool<Tasks>(await natsJobs({ servers: server.url }, { name: queue, lease: 1000 }), {
    retries: 2 * KILLS, // killed from outside, which is not its fault
  });
  onTestFinished(() => pool.terminate());
  const file = join(testFolder(), "lines");
  let over = false;

  const results: string[] = [];
  const submitted: Promise<void>[] = [];
  const submit = async (key: string): Promise<void> => {
    for (;;) {
      const end = await pool
        .submit("leaveAfter", [file, key, below(200, random)], { key })
        .catch((error: Error) => error);
      if (typeof end === "string") return void results.push(end);
      expect(end).toMatchObject({ name: "NotAccepted" });
    }
  };
  const poison = ["p0", "p1"].map((key) =>
    pool.submit("killWorker", [file], { key, retries: 2 }).catch((error: Error) => error.name),
  );

  const workers: StartedWorker[] = [];
  const keepWorking = async (runtime: (typeof runtimes)[number], place: number): Promise<void> => {
    while (!over) {
      // While there is no server, none can start.
      const worker = await startWorker(runtime, server.url, queue).catch(() => undefined);
      if (worker) workers[place] = worker;
      await (worker?.ended ?? wait(100));
    }
  };
  const kept = runtimes.map(keepWorking);
  const disturb = async (): Promise<void> => {
    for (let kills = 0; kills < KILLS && !over; kills++) {
      await wait(50 + below(400, random));
      if (kills % 20 === 10) {
        await server.kill();
        await wait(below(500, random));
        await server.start();
      }
      const worker = workers[below(runtimes.length, random)];
      const how = below(10, random);
      if (how < 6) worker?.kill("SIGKILL");
      else if (how < 8) worker?.kill("SIGTERM");
      else {
        worker?.kill("SIGSTOP");
        await wait(below(1500, random)); // longer than the lease, sometimes
        worker?.kill("SIGCONT");
      }
    }
  };

  const keys = Array.from({ length: JOBS }, (_, i) => `job-${i}`);
  const disturbed = disturb();
  for (const key of keys) {
    submitted.push(submit(key));
    await wait(below(60, random));
  }
  await disturbed;
  await Promise.all(submitted);
  expect(await Promise.all(poison)).toEqual(["DeadLetter", "DeadLetter"]);
  over = true;
  for (const worker of workers) worker.kill("SIGTERM");
  await Promise.all(kept);

  expect(results.sort()).toEqual(keys.toSorted());
  const runs = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("job-"));
  const names = new Set(runs.map((line) => line.split(" ")[0]));
  expect(names.size).toBe(JOBS);
  console.log(`${JOBS} jobs, ${runs.length - JOBS} of them ran once more`);
  const letters = await Array.fromAsync(pool.deadLetters());
  expect(letters.map(({ id }) => id.split(".")[1]).sort()).toEqual(["p0", "p1"]);
});
