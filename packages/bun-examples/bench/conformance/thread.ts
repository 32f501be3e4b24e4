/** A worker that serves the conformance tasks, and can break its channel. */
import { parentPort } from "node:worker_threads";
import { servedAbilities } from "@triathlon/core/conformance/abilities";
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import * as prints from "@triathlon/core/conformance/tasks/prints";
import { serve } from "../../src/threading/thread-pool.ts";

declare const self: Worker;

const channel = brokenChannel({
  post: (message) => self.postMessage(message),
  hangUp: () => parentPort?.close(),
  hole: 2 ** 22,
});
serve(
  { ...tasks, ...prints, ...channel },
  { init: tasks.init, teardown: tasks.teardown, abilities: servedAbilities() },
);
