/**
 * Give a worker its new code when its file changes.
 *
 * Shows: a thread cannot load a module twice, and a new thread begins with what the file says now.
 * Use when: code is worked on while its server runs, or rules are changed without a restart.
 * Not when: the whole program may start again: `--watch` does that.
 * Run: bun packages/bun-examples/src/threading/reload.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/workers
 */
import { mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// The module of the worker: somebody edits it while this program runs.
const folder = mkdtempSync(join(tmpdir(), "reload-"));
const file = join(folder, "greeting.mjs");
const edit = (greeting: string): void => writeFileSync(file, `self.postMessage("${greeting}");`);

let worker: Worker | undefined;
let version = 0;
async function start(): Promise<string> {
  worker?.terminate();
  // Modules are known by their address: with another number behind it, none is taken from a cache.
  const address = new URL(`?${++version}`, pathToFileURL(file));
  worker = new Worker(address);
  return new Promise((resolve) =>
    worker!.addEventListener("message", ({ data }: MessageEvent<string>) => resolve(data)),
  );
}

edit("hello");
console.log(await start()); // => hello

// An editor writes in several steps: the worker is started again when the file has rested for a moment.
const changed = Promise.withResolvers<void>();
const watcher = watch(folder, () => changed.resolve());
edit("good day");
await changed.promise;
await sleep(50);
console.log(await start()); // => good day

watcher.close();
worker?.terminate();
rmSync(folder, { recursive: true });
