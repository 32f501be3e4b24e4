/** A worker that serves the conformance tasks, and can break its channel. */
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import { frame } from "../../src/multiprocessing/frames.ts";
import { serve } from "../../src/multiprocessing/process-pool.ts";

const write = (bytes: Uint8Array): void => void Deno.stdout.writeSync(bytes);
/** A frame of which the first bytes are whole. */
const broken = (whole: number): Uint8Array => frame("whole").map((byte, i) => (i < whole ? byte : 0xff));

const channel = brokenChannel({
  post: (message) => write(frame(message)),
  hangUp: () => Deno.stdout.close(),
  others: {
    "a frame longer than any": () => write(broken(8)),
    "a frame nobody can read": () => write(broken(12)),
  },
});
serve({ ...tasks, ...channel }, { init: tasks.init });
