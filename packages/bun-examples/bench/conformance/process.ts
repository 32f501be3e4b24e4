/** A worker that serves the conformance tasks, and can break its channel. */
import { servedAbilities } from "@triathlon/core/conformance/abilities";
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import * as prints from "@triathlon/core/conformance/tasks/prints";
import { serve } from "../../src/multiprocessing/process-pool.ts";

const channel = brokenChannel({
  post: (message) => process.send?.(message),
  hangUp: () => process.disconnect?.(),
  hole: 2 ** 22,
});
serve(
  { ...tasks, ...prints, ...channel },
  { init: tasks.init, teardown: tasks.teardown, abilities: servedAbilities() },
);
