/**
 * Jobs on JetStream without a pool, as one writes them by hand: what the distributed pool is compared with. A job is a number, and its result the
 * next one; there is no signal, no deadline, no error and no second try.
 */
import { AckPolicy, DiscardPolicy, type JetStreamManager, jetstreamManager, RetentionPolicy } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";

interface Bare {
  client: NatsConnection;
  manager: JetStreamManager;
}

/** Connects, and makes the streams. */
async function openBare(servers: string): Promise<Bare> {
  const client = await connect({ servers });
  const manager = await jetstreamManager(client);
  await manager.streams.add({ name: "bare_queue", subjects: ["bare.queue.*"], retention: RetentionPolicy.Workqueue });
  await manager.streams.add({
    name: "bare_results",
    subjects: ["bare.results.*"],
    max_msgs_per_subject: 1,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    allow_direct: true,
  });
  return { client, manager };
}

/** @returns how a job is submitted, and how the connection is closed */
export async function bareSubmitter(
  servers: string,
): Promise<{ submit(value: number): Promise<number>; close(): Promise<void> }> {
  const { client, manager } = await openBare(servers);
  const jetstream = manager.jetstream();
  const waiting = new Map<string, (value: number) => void>();
  const results = await jetstream.consumers.get("bare_results");
  const heard = await results.consume({
    callback: (message) => {
      const id = message.subject.slice("bare.results.".length);
      waiting.get(id)?.(message.json<number>());
      waiting.delete(id);
    },
  });
  let last = 0;
  return {
    async submit(value) {
      const id = String(++last);
      const { promise, resolve } = Promise.withResolvers<number>();
      waiting.set(id, resolve);
      await jetstream.publish(`bare.queue.${id}`, JSON.stringify(value));
      return promise;
    },
    async close() {
      await heard.close();
      await client.close();
    },
  };
}

/**
 * Does jobs until the process is ended.
 *
 * @param slots jobs at once
 * @param looks whether it looks for a result before it begins
 */
export async function serveBare(servers: string, slots: number, looks: boolean): Promise<void> {
  const { manager } = await openBare(servers);
  await manager.consumers.add("bare_queue", { durable_name: "workers", ack_policy: AckPolicy.Explicit });
  const jetstream = manager.jetstream();
  const consumer = await jetstream.consumers.get("bare_queue", "workers");
  const serve = async (): Promise<void> => {
    for (;;) {
      const message = await consumer.next({ expires: 2000 });
      if (!message) continue;
      const subject = message.subject.replace("queue", "results");
      const found = looks && (await manager.direct.getMessage("bare_results", { last_by_subj: subject }));
      if (!found) await jetstream.publish(subject, JSON.stringify(message.json<number>() + 1));
      message.ack();
    }
  };
  await Promise.all(Array.from({ length: slots }, serve));
}
