/**
 * Node's own I/O for workloads: undici, `node:fs`, `node:crypto`, `node:sqlite`. Every worker imports this file, so what only
 * some tasks need (undici, SQLite, hashing) is loaded when it is first asked for.
 */
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Io } from "@triathlon/core/workloads/workload";
import type { Agent } from "undici";

/** Keeps the connections between requests: one agent for this thread. */
let agent: Agent | undefined;

export const io: Io = {
  async sleep(milliseconds, signal) {
    await setTimeout(milliseconds, undefined, { signal });
  },

  // undici's `request`, not the built-in fetch: the same library underneath, without the cost of web streams and headers.
  async fetchBytes(url, signal) {
    const { Agent, request } = await import("undici");
    agent ??= new Agent();
    const { statusCode, body } = await request(url, { dispatcher: agent, signal: signal ?? null });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`Cannot GET "${url}": wanted status 200, found ${statusCode}`);
    }
    return await body.bytes();
  },

  async closeConnections() {
    const closing = agent;
    agent = undefined;
    await closing?.close();
  },

  readChunks: (path) => createReadStream(path),

  readText: (path) => readFile(path, "utf8"),

  async writeFile(path, content) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
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

// Not readdir's own `recursive`: it follows symbolic links to folders.
async function* filesBelow(folder: string, prefix: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* filesBelow(`${folder}/${entry.name}`, `${prefix}${entry.name}/`);
    else if (entry.isFile()) yield `${prefix}${entry.name}`;
  }
}
