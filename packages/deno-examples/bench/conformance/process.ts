/** A worker that serves the conformance tasks, and can break its channel. */
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import { frame } from "../../src/multiprocessing/frames.ts";
import { serve } from "../../src/multiprocessing/process-pool.ts";

const write = (bytes: Uint8Array): void => void Deno.stdout.writeSync(bytes);
const text = (what: string): Uint8Array => new TextEncoder().encode(what);

const channel = brokenChannel({
  post: (message) => write(frame(message)),
  hangUp: () => Deno.stdout.close(),
  others: {
    "text on stdout": () => write(text("stray text\n")),
    "a frame nobody can read": () => write(frame("whole").map((byte, i) => (i < 8 ? byte : 0xff))),
  },
});
serve({ ...tasks, ...channel }, { init: tasks.init });
