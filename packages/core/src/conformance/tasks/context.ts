/** Tasks that tell what they know of their call and of their worker. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { context } from "../../abilities/context.ts";
import type { TaskContext } from "../../pool/tasks.ts";
import { tell } from "../insight.ts";

/** Loads what the ability declares of `this`. */
export type Context = typeof context;

/** Within one isolate, a task's caller and the task see the same one. */
export const store = new AsyncLocalStorage<string>();

export async function readStore(milliseconds: number): Promise<string | undefined> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return store.getStore();
}

/** What the caller gave as `context`, before and after waiting. */
export async function readContext(this: TaskContext): Promise<unknown[]> {
  const before = this.context;
  await Promise.resolve();
  return [before, this.context];
}

/** Adds one to what its context counts. */
export function countInContext(this: TaskContext): number {
  return ++(this.context as { calls: number }).calls;
}

/** What {@link init} makes for each worker. */
export interface Local {
  /** How often it was called in this worker. */
  inits: number;
  /** Calls of `useLocal` in this worker. */
  calls: number;
}

let inits = 0;
let atInit: number | undefined;

export async function init(worker: number): Promise<Local> {
  inits++;
  atInit = worker;
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { inits, calls: 0 };
}

export function useLocal(this: TaskContext<Local>): Local {
  this.local.calls++;
  return { ...this.local };
}

export type WayOfTearingDown = "well" | "throws" | "never";
let way: WayOfTearingDown = "well";
/** How its worker will be torn down. */
export const tearDown = (how: WayOfTearingDown): void => void (way = how);

/** Tells what it was given, takes its time, and tells that it has come to its end. */
export async function teardown(local: Local): Promise<void> {
  tell(["teardown began", local.inits]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (way === "throws") throw new Error("torn down badly, on purpose");
  if (way === "never") await new Promise(() => setInterval(() => {}, 1000));
  tell("teardown ended");
}

/** An `init` that fails. */
export async function failingInit(): Promise<never> {
  await Promise.resolve();
  throw Object.assign(new RangeError("no database"), { code: "E_DATABASE" });
}

/** The number of its worker, as tasks know it. */
export async function whichNumber(this: TaskContext, milliseconds: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return this.worker;
}

/** The number that `init` was given, and the one that tasks know. */
export function numberAtInit(this: TaskContext): (number | undefined)[] {
  return [atInit, this.worker];
}

const id = crypto.randomUUID();
/** The same for all calls of one worker, another for each worker; at once, or after a wait that keeps the worker busy. */
export const whichWorker = (milliseconds = 0): string | Promise<string> =>
  milliseconds === 0 ? id : new Promise((resolve) => setTimeout(() => resolve(id), milliseconds));
