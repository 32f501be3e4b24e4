/** One thread of a case: runs its part again and again, each time it is given its first turn. */
import { parentPort } from "node:worker_threads";
import type { Body, Case, Cells } from "./case.ts";
import { CELLS, GivenUp, STATES, takeTurns } from "./turns.ts";

const { load, notify, store, wait } = Atomics;

interface Start {
  name: string;
  variant: string;
  thread: number;
  count: number;
  control: Cells;
  shared: Cells;
  texts: Uint8Array;
}

parentPort!.once("message", (start: Start) => void begin(start));
parentPort!.postMessage("listens");

async function begin({ name, variant, thread, count, control, shared, texts }: Start): Promise<void> {
  const { default: tried } = (await import(`./cases/${name}.ts`)) as { default: Case };
  const body = variant === "right" ? tried.right : tried.planted[variant];
  takeTurns(control, thread);
  parentPort!.postMessage("waits for its turn");
  const at = (cell: number): number => 1 + thread * CELLS.each + cell;
  for (;;) {
    while (load(control, at(CELLS.turn)) === 0) wait(control, at(CELLS.turn), 0);
    store(control, at(CELLS.turn), 0);
    store(control, at(CELLS.state), ended(body!));
    notify(control, at(CELLS.state));
  }

  function ended(run: Body): number {
    try {
      run(shared, thread, count);
      return STATES.ended;
    } catch (error) {
      if (error instanceof GivenUp) return STATES.ended;
      new TextEncoder().encodeInto(String(error), texts);
      return STATES.failed;
    }
  }
}
