/** The tasks as comlink wants them: exposed. */
import { parentPort } from "node:worker_threads";
import { tasks } from "@triathlon/core/measure/pools/tasks";
import * as comlink from "comlink";
import adapter from "comlink/dist/umd/node-adapter.js";

const nodeEndpoint = adapter as unknown as typeof adapter.default;

comlink.expose(
  {
    ...tasks,
    /** Moved, not copied. */
    make(bytes: number) {
      const buffer = tasks.make(bytes);
      return comlink.transfer(buffer, [buffer]);
    },
  },
  nodeEndpoint(parentPort!),
);
