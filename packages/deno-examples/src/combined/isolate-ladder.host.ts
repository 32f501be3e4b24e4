/** A host that `isolate-ladder.crash.ts` sacrifices, to see what becomes of it. Arguments: the rung, and what the guest does there. */
import process from "node:process";
import { rungs } from "./isolate-ladder.rungs.ts";

const [rung = "", ask] = process.argv.slice(2);
const isolate = await rungs[rung]?.();

// The one who asks watches from here on: the host lives when its timer comes.
console.log("asking");
setTimeout(() => {
  console.log("alive");
  isolate?.close();
  process.exit();
}, 50);
await isolate?.call({ ask: ask === "loop" ? "loop" : "exit" });
