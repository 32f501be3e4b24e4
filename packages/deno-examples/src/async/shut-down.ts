/**
 * End in order when told to.
 *
 * Shows: SIGTERM as a request: take nothing new, let finish what was accepted, then leave, within a limit.
 * Use when: a program runs where others decide when it ends: in a container, under a service manager.
 * Run: deno run --allow-run packages/deno-examples/src/async/shut-down.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/deno/~/Deno.addSignalListener
 */
import { setTimeout as sleep } from "node:timers/promises";

// Keeps the program open, as a server does: a listener for signals alone does not.
const server = setInterval(() => {}, 1000);

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
  clearInterval(server);
  const limit = setTimeout(() => Deno.exit(1), 2000);
  console.log(`told to end, a fourth one is ${accept()}`); // => told to end, a fourth one is refused
  await Promise.all(accepted);
  clearTimeout(limit);
  console.log(`finished: ${finished} of ${accepted.length}`); // => finished: 3 of 3
  Deno.removeSignalListener("SIGTERM", shutDown);
}
Deno.addSignalListener("SIGTERM", shutDown);

for (let request = 1; request <= 3; request++) accept();
// Somebody else would do this: `kill`, a container's stop, a service manager.
await sleep(10);
Deno.kill(Deno.pid, "SIGTERM");
