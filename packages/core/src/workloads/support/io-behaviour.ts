/**
 * What the `Io` of every runtime must do: one list, run inside each of them. It needs no test framework, so that it runs
 * where the workloads run.
 */
import type { Io } from "../workload.ts";

export interface Ground {
  /** Empty and writable. */
  folder: string;
  /** Holds `b.txt` ("b"), `.hidden` and `a/deep/c.txt`, and where the system has them symbolic links to these. */
  listed: string;
  /** Answers `/page` with "hello", `/missing` with 404 and `/never` not at all. */
  site: string;
}

export interface Finding {
  behaviour: string;
  /** What was found instead, or null. */
  error: string | null;
}

/** Tries each behaviour, one after the other. */
export async function tryIo(io: Io, ground: Ground): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [behaviour, attempt] of Object.entries(behaviours)) {
    const error = await attempt(io, ground).then(
      () => null,
      (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
    );
    findings.push({ behaviour, error });
  }
  return findings;
}

const behaviours: Record<string, (io: Io, ground: Ground) => Promise<void>> = {
  async "sleep() resolves, with and without a signal"(io) {
    await io.sleep(1);
    await io.sleep(1, new AbortController().signal);
  },

  async "sleep() rejects when its signal is aborted, before or meanwhile"(io) {
    await rejected("sleep with an aborted signal", io.sleep(60_000, AbortSignal.abort()));
    const controller = new AbortController();
    const sleeping = io.sleep(60_000, controller.signal);
    controller.abort();
    await rejected("aborted sleep", sleeping);
  },

  async "fetchBytes() gives the whole body, also after closeConnections()"(io, { site }) {
    equal("body", text(await io.fetchBytes(`${site}/page`)), "hello");
    await io.closeConnections();
    equal("body", text(await io.fetchBytes(`${site}/page`, new AbortController().signal)), "hello");
    await io.closeConnections();
  },

  async "fetchBytes() rejects unless the status is 200, and says which it is"(io, { site }) {
    const error = await rejected("GET of a missing page", io.fetchBytes(`${site}/missing`));
    equal("message", String(error), `Error: Cannot GET "${site}/missing": wanted status 200, found 404`);
    await io.closeConnections();
  },

  async "fetchBytes() rejects when its signal is aborted"(io, { site }) {
    await rejected("aborted GET", io.fetchBytes(`${site}/never`, AbortSignal.timeout(50)));
    await io.closeConnections();
  },

  async "readChunks() gives the file's bytes in order, in more than one chunk where there are many"(io, { folder }) {
    const content = Uint8Array.from({ length: 2 ** 20 }, (_, index) => (index * 2_654_435_761) >>> 24);
    await io.writeFile(`${folder}/large.bin`, content);
    const chunks = await Array.fromAsync(io.readChunks(`${folder}/large.bin`));
    equal("more than one chunk", chunks.length > 1, true);
    let offset = 0;
    for (const chunk of chunks) for (const byte of chunk) equal(`byte ${offset}`, byte, content[offset++]);
    equal("bytes", offset, content.length);
  },

  async "readChunks() of an empty file gives no bytes"(io, { folder }) {
    await io.writeFile(`${folder}/empty.bin`, new Uint8Array());
    const chunks = await Array.fromAsync(io.readChunks(`${folder}/empty.bin`));
    equal(
      "bytes",
      chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0),
      0,
    );
  },

  async "readChunks() and readText() reject where there is no file"(io, { folder }) {
    await rejected("readChunks of a missing file", Array.fromAsync(io.readChunks(`${folder}/missing`)));
    await rejected("readText of a missing file", io.readText(`${folder}/missing`));
  },

  async "writeFile() makes missing folders, writes text as UTF-8, and replaces what was there"(io, { folder }) {
    await io.writeFile(`${folder}/new/folders/text.txt`, "a longer text than the next");
    await io.writeFile(`${folder}/new/folders/text.txt`, "Grüße, 世界");
    equal("text", await io.readText(`${folder}/new/folders/text.txt`), "Grüße, 世界");
  },

  async "listFiles() gives regular files at any depth, sorted, hidden ones too, and follows no links"(io, { listed }) {
    equal("files", JSON.stringify(await io.listFiles(listed)), `[".hidden","a/deep/c.txt","b.txt"]`);
  },

  async "listFiles() rejects where there is no folder"(io, { folder }) {
    await rejected("listFiles of a missing folder", io.listFiles(`${folder}/missing`));
  },

  async "sha256() hashes what it was given piece by piece"(io) {
    const hash = await io.sha256();
    hash.update(new TextEncoder().encode("a"));
    hash.update(new TextEncoder().encode("bc"));
    equal("digest", hash.digest(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  },

  async "openDatabase() makes a database, and gives rows back as they were put in"(io, { folder }) {
    const database = await io.openDatabase(`${folder}/made.sqlite`);
    database.run("CREATE TABLE things (name TEXT, count INTEGER, size REAL)");
    database.run("INSERT INTO things VALUES (?, ?, ?), ('nothing', NULL, NULL)", "a ü", 9_007_199_254_740_991, 0.5);
    database.close();

    const reader = await io.openDatabase(`${folder}/made.sqlite`, { readOnly: true });
    const rows = reader.all("SELECT * FROM things WHERE name <> ? ORDER BY name", "absent");
    equal(
      "rows",
      JSON.stringify(rows),
      `[{"name":"a ü","count":9007199254740991,"size":0.5},{"name":"nothing","count":null,"size":null}]`,
    );
    reader.close();
  },

  async "openDatabase() with readOnly neither writes nor makes a database"(io, { folder }) {
    await rejected("a missing database", io.openDatabase(`${folder}/missing.sqlite`, { readOnly: true }));
    await rejected("readText of the database not made", io.readText(`${folder}/missing.sqlite`));

    (await io.openDatabase(`${folder}/read.sqlite`)).close();
    const reader = await io.openDatabase(`${folder}/read.sqlite`, { readOnly: true });
    await rejected("CREATE TABLE", (async () => reader.run("CREATE TABLE things (name TEXT)"))());
    reader.close();
  },
};

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function equal(what: string, found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`${what}: wanted ${String(wanted)}, found ${String(found)}`);
}

/** What the promise rejects with. */
async function rejected(what: string, promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: wanted a rejection, found a value`);
}
