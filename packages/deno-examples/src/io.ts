/**
 * Deno's own I/O for workloads: `fetch`, `Deno.*` files, and `node:crypto` and `node:sqlite`, which are Deno's own way to
 * hash a stream and to SQLite. Every worker imports this file, so these two are loaded when they are first asked for.
 */
import type { Io } from "@triathlon/core/workloads/workload";

export const io: Io = {
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, milliseconds);
      signal?.addEventListener("abort", abort, { once: true });
    }),

  async fetchBytes(url, signal) {
    const response = await fetch(url, { signal: signal ?? null });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`Cannot GET "${url}": wanted status 200, found ${response.status}`);
    }
    return await response.bytes();
  },

  // The connections fetch keeps do not hold the program: there is nothing to close.
  async closeConnections() {},

  async *readChunks(path) {
    const file = await Deno.open(path);
    yield* file.readable;
  },

  readText: (path) => Deno.readTextFile(path),

  async writeFile(path, content) {
    const slash = Math.max(path.lastIndexOf("/"), Deno.build.os === "windows" ? path.lastIndexOf("\\") : -1);
    if (slash > 0) await Deno.mkdir(path.slice(0, slash), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
  },

  async listFiles(folder) {
    return (await Array.fromAsync(filesBelow(folder, ""))).sort();
  },

  async sha256() {
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256");
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => hash.digest("hex"),
    };
  },

  async openDatabase(path, { readOnly = false } = {}) {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(path, { readOnly });
    return {
      run: (sql, ...parameters) => void database.prepare(sql).run(...parameters),
      all: (sql, ...parameters) => database.prepare(sql).all(...parameters) as Record<string, string | number | null>[],
      close: () => database.close(),
    };
  },
};

async function* filesBelow(folder: string, prefix: string): AsyncGenerator<string> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesBelow(`${folder}/${name}`, `${prefix}${name}/`);
    else if (isFile) yield `${prefix}${name}`;
  }
}
