/** The streams in which jobs are kept; see `nats.ts`. */
import {
  DiscardPolicy,
  type JetStreamManager,
  JetStreamApiError,
  RetentionPolicy,
  type StreamConfig,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import { after } from "../../../pool/tasks.ts";

interface Settings {
  name: string;
  keepResults: number;
  replicas: number;
}

/** Those that are not there. @throws {JetStreamApiError} one of the name was made with other options */
export async function makeStreams(manager: JetStreamManager, settings: Settings): Promise<void> {
  await Promise.all(streamsOf(settings).map((stream) => addStream(manager, stream)));
}

function streamsOf({ name, keepResults, replicas }: Settings): (Partial<StreamConfig> & { name: string })[] {
  const stream = (what: string, config: Partial<StreamConfig>): Partial<StreamConfig> & { name: string } => ({
    name: `${name}_${what}`,
    subjects: [`${name}.${what}.*.*`],
    max_msgs_per_subject: 1,
    allow_direct: true,
    num_replicas: replicas,
    ...config,
  });
  /** Of what has one subject the first is kept. */
  const first: Partial<StreamConfig> = { discard: DiscardPolicy.New, discard_new_per_subject: true };
  return [
    stream("queue", { ...first, retention: RetentionPolicy.Workqueue }),
    stream("results", { ...first, max_age: nanos(keepResults) }),
    stream("tries", { max_age: nanos(keepResults) }),
    stream("dead", first),
  ];
}

/** Of programs that begin together the first makes it; until it is there, the others are told that its subjects are taken. */
async function addStream(manager: JetStreamManager, stream: ReturnType<typeof streamsOf>[number]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await manager.streams.add(stream);
      return;
    } catch (error) {
      const isTaken = error instanceof JetStreamApiError && error.code === SUBJECTS_TAKEN;
      if (!isTaken || tries === MOST_TRIES) throw error;
      await new Promise<void>((resolve) => after(PATIENCE, resolve));
    }
  }
}

/** Milliseconds between one attempt to have something kept and the next. */
export const PATIENCE = 250;
/** What the server says when another stream has the subjects. */
const SUBJECTS_TAKEN = 10065;
const MOST_TRIES = 10;
