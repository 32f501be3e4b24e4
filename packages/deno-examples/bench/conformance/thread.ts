/** A worker that serves the conformance tasks, and can break its channel. */
import { servedAbilities } from "@triathlon/core/conformance/abilities";
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import * as prints from "@triathlon/core/conformance/tasks/prints";
import { serve } from "../../src/threading/thread-pool.ts";

const scope = self as unknown as { postMessage(message: unknown): void; close(): void };

const channel = brokenChannel({
  post: (message) => scope.postMessage(message),
  hangUp: () => scope.close(),
});
serve(
  { ...tasks, ...prints, ...channel },
  { init: tasks.init, teardown: tasks.teardown, abilities: servedAbilities() },
);
