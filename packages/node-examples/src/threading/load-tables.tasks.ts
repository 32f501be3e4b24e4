/** The task of `load-tables.ts`. */
import "@triathlon/core/abilities/stream"; // lets a task emit
import type { TaskContext } from "@triathlon/core/pool/tasks";

interface Table {
  name: string;
  units: number;
}

/** Blocks its thread, as a database client does that knows no promises. `unit` is in milliseconds. */
export function loadTable(this: TaskContext, { name, units }: Table, unit: number): number {
  void this.emit(line(`loading table ${name} takes ${units} units`));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, units * unit);
  void this.emit(line(`table ${name} is loaded`));
  return units;
}

/** With the time at which it happens: when the line is written is another matter. */
const line = (text: string): string => `${new Date().toISOString()} INFO ${text}`;
