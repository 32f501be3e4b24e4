/** BullMQ, on Redis, with the settings that it has by itself. */
import { Queue, QueueEvents, Worker } from "bullmq";
import { type Job, run, type Submitter } from "../arm.ts";

const NAME = "bare";

const addressOf = (server: string): { host: string; port: number } => {
  const { hostname, port } = new URL(server);
  return { host: hostname, port: Number(port) };
};

/** Of a connection that is lost, and is made again. */
const heedless = (): void => {};

export async function open(server: string): Promise<Submitter> {
  const connection = addressOf(server);
  const queue = new Queue<Job, number>(NAME, { connection });
  const events = new QueueEvents(NAME, { connection });
  queue.on("error", heedless);
  events.on("error", heedless);
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
  return {
    submit: async (job) => (await queue.add(job.task, job)).waitUntilFinished(events),
    accept: async (id, job) => void (await queue.add(job.task, job, { jobId: id })),
    kept: async () => (await queue.getWaiting()).flatMap(({ id }) => id ?? []),
  };
}

export async function serve(server: string, slots: number): Promise<void> {
  const worker = new Worker<Job, number>(NAME, async ({ data }) => run(data), {
    connection: addressOf(server),
    concurrency: slots,
  });
  worker.on("error", heedless);
  await worker.waitUntilReady();
}
