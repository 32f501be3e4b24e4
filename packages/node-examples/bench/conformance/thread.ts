/** A worker that serves the conformance tasks, and can break its channel. */
import { parentPort } from "node:worker_threads";
import { servedAbilities } from "@triathlon/core/conformance/abilities";
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import * as prints from "@triathlon/core/conformance/tasks/prints";
import { serve } from "../../src/threading/thread-pool.ts";

const channel = brokenChannel({
  post: (message) => parentPort?.postMessage(message),
  hangUp: () => parentPort?.close(),
  chatter: [{ "watch:import": ["file:///tasks.ts"] }, { "watch:require": ["/tasks.cjs"] }], // of `node --watch`
});
serve(
  { ...tasks, ...prints, ...channel },
  { init: tasks.init, teardown: tasks.teardown, abilities: servedAbilities() },
);
