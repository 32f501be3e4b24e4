/** A worker that serves the conformance tasks, and can break its channel. */
import { servedAbilities } from "@triathlon/core/conformance/abilities";
import { brokenChannel } from "@triathlon/core/conformance/broken-channel";
import * as tasks from "@triathlon/core/conformance/tasks";
import * as prints from "@triathlon/core/conformance/tasks/prints";
import { frame } from "../../src/multiprocessing/frames.ts";
import { serve } from "../../src/multiprocessing/process-pool.ts";

const write = (bytes: Uint8Array): void => void Deno.stdout.writeSync(bytes);
/** A frame with a byte changed, or with its bytes from there on. */
function broken(at: number, bytes: number[]): Uint8Array {
  const whole = frame("whole");
  whole.set(bytes, at);
  return whole;
}
/** Where a frame's length stands, and its value. */
const [LENGTH, VALUE] = [8, 12];

const channel = brokenChannel({
  post: (message) => write(frame(message)),
  hangUp: () => Deno.stdout.close(),
  others: {
    "a frame nobody can read": () => write(broken(VALUE, [0xff, 0xff, 0xff])),
    "a frame of 4 GiB": () => write(broken(LENGTH, [0xff, 0xff, 0xff, 0xff])),
    "a frame without a value": () => write(broken(LENGTH, [0, 0, 0, 0])),
  },
});
serve(
  { ...tasks, ...prints, ...channel },
  { init: tasks.init, teardown: tasks.teardown, abilities: servedAbilities() },
);
