import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InTurn } from "./support/in-turn.ts";
import type { Io, Page, Place, Workload } from "./workload.ts";

type AnyWorkload = Workload<unknown, Record<string, (input: never) => unknown>, unknown, unknown>;

const folder = import.meta.dirname;
const names = (await readdir(folder))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "workload.ts")
  .map((name) => name.replace(".ts", ""));

// By address, since nothing in this folder depends on a runtime's package: any runtime's I/O would do.
const { io }: { io: Io } = await import(new URL("../../../node-examples/src/io.ts", import.meta.url).href);

it("every workload stands in a file of its own name", () => {
  expect(names).toContain("empty");
});

describe.each(names)("%s", (name) => {
  let workload: AnyWorkload;
  let parameters: unknown;
  let place: Place;
  let closeSite = () => {};

  beforeAll(async () => {
    workload = (await import(new URL(`${name}.ts`, import.meta.url).href)) as AnyWorkload;
    parameters = Object.values(workload.description.sizes)[0]?.parameters;
    const site = workload.pages ? await serve(workload.pages(parameters)) : null;
    closeSite = site?.close ?? closeSite;
    place = { folder: await mkdtemp(join(tmpdir(), `triathlon-${name}-`)), files: null, site: site?.address ?? null };
    await workload.prepare?.(parameters, place, io);
  });

  afterAll(async () => {
    await io.closeConnections();
    closeSite();
    await rm(place.folder, { recursive: true, force: true });
  });

  it("describes itself: its file's name, at least three sizes, default sizes that exist", () => {
    const { description } = workload;
    expect(description.name).toBe(name);
    expect(Object.keys(description.sizes).slice(0, 3)).toEqual(["small", "medium", "large"]);
    for (const size of description.defaultSizes) expect(Object.keys(description.sizes)).toContain(size);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  });

  it("gives the oracle's answer through its tasks, time after time", async () => {
    const tasks = workload.tasks(io);
    const inputs = await workload.inputs(parameters, place, io);
    const expected = await workload.expected(parameters, place, io);
    for (let iteration = 0; iteration < 2; iteration++) {
      expect((await workload.run(new InTurn(tasks), inputs)).answer).toEqual(expected);
    }
    expect(JSON.parse(JSON.stringify(expected))).toEqual(expected);
  });

  it("does not get the oracle's answer when any part of one result is wrong", async () => {
    const tasks = workload.tasks(io);
    const inputs = await workload.inputs(parameters, place, io);
    const expected = await workload.expected(parameters, place, io);

    let parts = 1;
    for (let part = 0; part < parts; part++) {
      let first = true;
      const executor = new InTurn(tasks, (result) => {
        if (!first) return result;
        first = false;
        const falsified = falsify(result, part);
        parts = falsified.parts;
        return falsified.value;
      });
      const answer = await workload.run(executor, inputs).then(
        (result) => result.answer,
        () => "failed",
      );
      expect(first).toBe(false);
      expect(answer, `part ${part} of ${parts} falsified`).not.toEqual(expected);
    }
  });

  it("does not get the oracle's answer when one task's result is missing", async () => {
    const inputs = await workload.inputs(parameters, place, io);
    const expected = await workload.expected(parameters, place, io);
    const answer = await workload.run(new InTurn(workload.tasks(io), undefined, 1), inputs).then(
      (result) => result.answer,
      () => "failed",
    );
    expect(answer).not.toEqual(expected);
  });

  it("makes the same inputs for the same parameters", async () => {
    const inputs = await workload.inputs(parameters, place, io);
    expect(await workload.inputs(parameters, place, io)).toEqual(inputs);
  });

  it("prepares a folder once, and again where it was left half made", async () => {
    if (!workload.prepare) return;
    const before = await contents(place.folder);
    await workload.prepare(parameters, place, io);
    expect(await contents(place.folder)).toEqual(before);

    const expected = await workload.expected(parameters, place, io);
    await rm(join(place.folder, "prepared.json"));
    for (const path of await io.listFiles(place.folder)) await writeFile(join(place.folder, path), "");
    await workload.prepare(parameters, place, io);
    const inputs = await workload.inputs(parameters, place, io);
    expect((await workload.run(new InTurn(workload.tasks(io)), inputs)).answer).toEqual(expected);
  });
});

/** The value with its so-manieth number, string, flag or array of bytes changed, and how many of these it has. */
function falsify(value: unknown, part: number): { value: unknown; parts: number } {
  let parts = 0;
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (value instanceof Uint8Array)
      return parts++ === part ? value.map((byte, i) => (i === 7 ? byte ^ 1 : byte)) : value;
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
    }
    if (parts++ !== part) return value;
    if (typeof value === "number") return value + 1;
    if (typeof value === "boolean") return !value;
    if (typeof value === "string") return value.slice(0, -1) + (value.endsWith("7") ? "8" : "7");
    throw new TypeError(`Cannot falsify a result: wanted plain data, found ${typeof value}`);
  };
  return { value: change(value), parts };
}

async function contents(folder: string): Promise<[string, string][]> {
  const paths = await io.listFiles(folder);
  return await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(join(folder, path), "base64")]),
  );
}

async function serve(pages: Iterable<Page>): Promise<{ address: string; close: () => void }> {
  const byPath = new Map(Array.from(pages, (page) => [page.path, page]));
  const server = createServer(({ url }, response) => {
    const page = byPath.get(url ?? "");
    if (page) response.writeHead(200, { "content-type": page.contentType }).end(page.body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
