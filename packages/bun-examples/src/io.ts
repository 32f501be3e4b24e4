/**
 * Bun's own I/O for workloads: `fetch`, `Bun.file`, `Bun.CryptoHasher`, `bun:sqlite`. Every worker imports this file, so
 * SQLite, which only some tasks need, is loaded when it is first asked for.
 */
import type { Io } from "@triathlon/core/workloads/workload";

export const io: Io = {
  // Bun.sleep takes no signal, and its timer would hold the program until it fires: a web timer where one is given.
  sleep: (milliseconds, signal) => {
    if (!signal) return Bun.sleep(milliseconds);
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", abort);
        resolve();
      }, milliseconds);
      signal.addEventListener("abort", abort, { once: true });
    });
  },

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

  readChunks: (path) => Bun.file(path).stream(),

  readText: (path) => Bun.file(path).text(),

  // Bun.write makes the folders that are missing.
  async writeFile(path, content) {
    await Bun.write(path, content);
  },

  async listFiles(folder) {
    const paths = await Array.fromAsync(new Bun.Glob("**/*").scan({ cwd: folder, dot: true, onlyFiles: true }));
    return paths.map((path) => (process.platform === "win32" ? path.replaceAll("\\", "/") : path)).sort();
  },

  async sha256() {
    const hash = new Bun.CryptoHasher("sha256");
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => hash.digest("hex"),
    };
  },

  async openDatabase(path, { readOnly = false } = {}) {
    const { Database } = await import("bun:sqlite");
    const database = new Database(path, readOnly ? { readonly: true } : { readwrite: true, create: true });
    return {
      run: (sql, ...parameters) => void database.query(sql).run(...parameters),
      all: (sql, ...parameters) => database.query(sql).all(...parameters) as Record<string, string | number | null>[],
      close: () => database.close(),
    };
  },
};
