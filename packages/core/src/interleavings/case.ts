/** What is tried of one means of synchronization, and faults made on purpose that trying must find. */

export type Cells = Int32Array<SharedArrayBuffer>;

/** What each thread does with the same shared cells. Throws when it sees what must not be. */
export type Body = (cells: Cells, thread: number, threads: number) => void;

export interface Case {
  /** Numbers of threads it makes sense with; every order is tried of the first, orders by lot of all. */
  threads: readonly number[];
  /** Fills the cells before each run; they are zero otherwise. */
  prepare?(cells: Cells, threads: number): void;
  /** What is wrong when all threads have ended, if anything is. */
  wrong?(cells: Cells, threads: number): string | undefined;
  right: Body;
  /** The same with a fault, by what the fault is. */
  planted: Record<string, Body>;
}
