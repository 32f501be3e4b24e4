/**
 * What a runtime's program for the load test does: serves as it is told, watches its own loop from one request to another, and writes how
 * late that was. It then serves on until it is told to end, as any server.
 */
import type { ServerAnswer, ServerOrder } from "../../results/server.ts";
import { obeyOrder } from "../answer.ts";
import { type Drift, watchDrift } from "../drift.ts";

/** What is used of a request and of what it is answered with: those of the example. */
interface Asked {
  url: string;
}
interface Answer {
  status: number;
  text: string;
  headers: Record<string, string>;
}

/** Put around what answers requests, so that two more of them begin and end the watching. */
export type Watched = <Of extends Asked>(answer: (asked: Of) => Promise<Answer>) => (asked: Of) => Promise<Answer>;

/** What a runtime brings: a server for each place where the work may be done. Each serves until the process is told to end. */
export interface ServerBindings {
  /** `major.minor.patch`. */
  version: string;
  inline(watched: Watched): Promise<void>;
  pool(watched: Watched): Promise<void>;
}

const INTERVAL_MILLISECONDS = 10;
const HEARD: Answer = { status: 200, text: "", headers: {} };

/** Obeys the order in the file named by the last command-line argument; returns when the answer is written. */
export async function obeyServer(bindings: ServerBindings): Promise<void> {
  await obeyOrder(
    ({ place, paths }: ServerOrder) =>
      new Promise<ServerAnswer>((resolve, reject) => {
        let drift: Drift | undefined;
        const watched: Watched = (answer) => async (asked) => {
          if (asked.url.endsWith(paths.watch)) {
            drift ??= watchDrift(INTERVAL_MILLISECONDS);
            return HEARD;
          }
          if (!asked.url.endsWith(paths.tell)) return answer(asked);
          const delaySeconds = drift?.stop() ?? [];
          resolve({ outcome: "completed", runtimeVersion: bindings.version, delaySeconds });
          return HEARD;
        };
        bindings[place](watched).catch(reject);
      }),
  );
}
