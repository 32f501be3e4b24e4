/**
 * JetStream without a pool, as one writes it by hand on the official client: what all others are beside. There is no signal, no deadline, no
 * error, and nobody says that a job is still being done: one that takes longer than the 30 s which a consumer waits by default runs twice.
 */
import { AckPolicy, DiscardPolicy, type JetStreamManager, jetstreamManager, RetentionPolicy } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { type Job, run, type Submitter } from "../arm.ts";

/** Connects, and makes the streams. */
async function openStreams(servers: string): Promise<JetStreamManager> {
  const manager = await jetstreamManager(await connect({ servers, maxReconnectAttempts: -1 }));
  await manager.streams.add({ name: "bare_queue", subjects: ["bare.queue.*"], retention: RetentionPolicy.Workqueue });
  await manager.streams.add({
    name: "bare_results",
    subjects: ["bare.results.*"],
    max_msgs_per_subject: 1,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    allow_direct: true,
  });
  return manager;
}

export async function open(servers: string): Promise<Submitter> {
  const manager = await openStreams(servers);
  const jetstream = manager.jetstream();
  const waiting = new Map<string, (value: number) => void>();
  const results = await jetstream.consumers.get("bare_results");
  await results.consume({
    callback: (message) => {
      const id = message.subject.slice("bare.results.".length);
      waiting.get(id)?.(message.json<number>());
      waiting.delete(id);
    },
  });
  let last = 0;
  const accept = async (id: string, job: Job): Promise<void> => {
    await jetstream.publish(`bare.queue.${id}`, JSON.stringify(job));
  };
  return {
    accept,
    async submit(job) {
      const id = String(++last);
      const { promise, resolve } = Promise.withResolvers<number>();
      waiting.set(id, resolve);
      await accept(id, job);
      return promise;
    },
    async kept() {
      const { state } = await manager.streams.info("bare_queue", { subjects_filter: ">" });
      return Object.keys(state.subjects ?? {}).map((subject) => subject.slice("bare.queue.".length));
    },
  };
}

export const serve = (servers: string, slots: number): Promise<void> => serveJobs(servers, slots, { looks: false });

/** @param looks whether it looks for a result before it begins */
export async function serveJobs(servers: string, slots: number, { looks }: { looks: boolean }): Promise<void> {
  const manager = await openStreams(servers);
  await manager.consumers.add("bare_queue", { durable_name: "workers", ack_policy: AckPolicy.Explicit });
  const jetstream = manager.jetstream();
  const consumer = await jetstream.consumers.get("bare_queue", "workers");
  const serveOne = async (): Promise<void> => {
    for (;;) {
      const message = await consumer.next({ expires: 2000 });
      if (!message) continue;
      const subject = message.subject.replace("queue", "results");
      const found = looks && (await manager.direct.getMessage("bare_results", { last_by_subj: subject }));
      if (!found) await jetstream.publish(subject, JSON.stringify(await run(message.json<Job>())));
      message.ack();
    }
  };
  for (let slot = 0; slot < slots; slot++) void serveOne();
}
