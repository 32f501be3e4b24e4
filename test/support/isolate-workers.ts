/** Workers that are no threads: a `WorkerPool` over them can be tried in one isolate, without a runtime's own link. */
import type { Death } from "../../packages/core/src/executor/errors.ts";
import type { Connect } from "../../packages/core/src/executor/wire.ts";
import { workerSide } from "../../packages/core/src/executor/worker-side.ts";

export interface IsolateWorkers {
  connect: Connect;
  /** Those that were started, in order; each ends at once by its `die`. */
  started: { die: () => void }[];
}

/** @param tasks makes what one worker serves: worker 1 is the first that is started, and is named `1` */
export function isolateWorkers(tasks: (worker: number) => object): IsolateWorkers {
  const started: IsolateWorkers["started"] = [];
  const connect: Connect = (events) => {
    let alive = true;
    const died = (death: Death): void => {
      if (!alive) return;
      alive = false;
      setImmediate(() => events.died(death));
    };
    started.push({ die: () => died({ exitCode: 1, signal: null }) });
    const name = String(started.length);
    const side = Promise.resolve().then(() =>
      workerSide(
        tasks(Number(name)),
        {},
        {
          name,
          post: (message) => void setImmediate(() => alive && events.message(structuredClone(message))),
          leave: () => setImmediate(() => died({ exitCode: 0, signal: null })),
        },
      ),
    );
    return {
      sharesMemory: false,
      post: (message) => {
        const sent = structuredClone(message);
        setImmediate(() => void side.then(({ receive }) => alive && receive(sent)));
      },
      stop: () => died({ exitCode: null, signal: "SIGKILL" }),
    };
  };
  return { connect, started };
}
