/** Pools over fake workers, for tests of the scheduler. */
import { pass } from "./fake-clock.ts"; // first: the pool keeps the timers that it finds
import { type FakeOptions, fakeWorkers } from "./fake-workers.ts";
import { type Ability, type Handle, type Life, WorkerPool, type WorkerPoolOptions } from "../worker-pool.ts";

/** Names and arguments of any kind, as untyped code gives them. */
export type Any = Record<string, (...args: unknown[]) => unknown>;

/** A pool of workers that serve these tasks. */
export function serving(tasks: object, options: WorkerPoolOptions = {}, fake: FakeOptions = {}) {
  const workers = fakeWorkers(tasks, fake);
  return { ...workers, pool: new WorkerPool<Any>(workers.connect, { workers: 1, ...options }) };
}

/** A pool of workers that say what the test has them say. */
export function puppets(options: WorkerPoolOptions = {}, fake: FakeOptions = {}) {
  return serving({}, options, { serves: () => false, ...fake });
}

/** Such a pool with all its workers ready. */
export async function readied(options: WorkerPoolOptions = {}, fake: FakeOptions = {}) {
  const scene = puppets(options, fake);
  const prewarmed = scene.pool.prewarm();
  for (const worker of scene.all) worker.ready();
  await pass(0);
  await prewarmed;
  return { ...scene, worker: scene.all[0]! };
}

/** One whose rejection is looked at later, or never. */
export function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}

/** An ability of these parts, and the handle it is given. */
export function ability(parts: Omit<Partial<Ability>, "life"> & { life?: Life } = {}) {
  const held: { handle: Handle } = { handle: undefined as never };
  const { life = {}, ...rest } = parts;
  const one: Ability = { name: "of the test", ...rest, life: (handle) => ((held.handle = handle), life) };
  return { one, held };
}
