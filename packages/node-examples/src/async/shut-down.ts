/**
 * End in order when told to.
 *
 * Shows: SIGTERM as a request: take nothing new, let finish what was accepted, then leave, within a limit.
 * Use when: a program runs where others decide when it ends: in a container, under a service manager.
 * Run: node packages/node-examples/src/async/shut-down.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/process.html#signal-events
 */
import { setTimeout as sleep } from "node:timers/promises";

const accepted: Promise<void>[] = [];
let open = true;
let finished = 0;

async function handle(): Promise<void> {
  await sleep(50);
  finished++;
}

function accept(): string {
  if (!open) return "refused";
  accepted.push(handle());
  return "accepted";
}

// The limit ends the program when something never finishes
async function shutDown(): Promise<void> {
  open = false;
  const limit = setTimeout(() => process.exit(1), 2000);
  console.log(`told to end, a fourth one is ${accept()}`); // => told to end, a fourth one is refused
  await Promise.all(accepted);
  clearTimeout(limit);
  console.log(`finished: ${finished} of ${accepted.length}`); // => finished: 3 of 3
}
process.once("SIGTERM", () => void shutDown());

for (let request = 1; request <= 3; request++) accept();
// Somebody else would do this: `kill`, a container's stop, a service manager.
await sleep(10);
process.kill(process.pid, "SIGTERM");
