/** `triathlon list` and `view`: what there is to copy, and what it is, before anything is copied. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { add } from "../../packages/cli/src/commands/add.ts";
import { list, type ListOptions } from "../../packages/cli/src/commands/list.ts";
import { view } from "../../packages/cli/src/commands/view.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import type { Item } from "../../packages/cli/src/items/item.ts";
import { RECORD } from "../../packages/cli/src/items/record.ts";
import { Refusal } from "../../packages/cli/src/refusal.ts";
import { UsageError } from "../../packages/cli/src/usage-error.ts";
import { testFolder } from "../support/test-folder.ts";

writeItems(ITEMS, assemble(fileURLToPath(new URL("../..", import.meta.url))));
const catalogue = new Catalogue();

function printedBy(command: (environment: Parameters<typeof list>[0]) => void): string {
  let printed = "";
  const folder = testFolder();
  command({ folder, catalogue, print: (text) => void (printed += text), fail: () => {} });
  expect(readdirSync(folder)).toEqual([]);
  return printed;
}

const listed = (options: ListOptions): string => printedBy((environment) => list(environment, options));
const asData = (options: ListOptions): Item[] => JSON.parse(listed({ ...options, json: true })) as Item[];

describe("list", () => {
  it("fits a screen, and names every pool, ability and example", () => {
    const text = listed({});
    const lines = text.split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const { shortName } of catalogue.items) {
      const name = shortName.slice(shortName.indexOf("/") + 1);
      expect(text, shortName).toMatch(new RegExp(`(^|[\\s,])${name}([\\s,]|$)`));
    }
    for (const { name } of catalogue.abilities) expect(text).toContain(` ${name}`);
  });

  it("has a line for each item of a runtime, pools first, by the shortest name that means it", () => {
    const items = catalogue.items.filter(({ runtime }) => runtime === "node");
    const names = listed({ runtime: "node" })
      .split("\n")
      .slice(0, items.length)
      .map((line) => line.split(" ")[0]);
    expect([...names].sort()).toEqual(items.map(({ shortName }) => shortName).sort());
    expect(names.slice(0, 5).every((name) => /-pool(-|$)/.test(name ?? ""))).toBe(true);
  });

  it("has a line for each ability after them, and says what it gives", () => {
    const [items, , abilities] = listed({ runtime: "node" }).split("\n\n");
    expect(items).not.toMatch(/^stream /m);
    expect(abilities?.split("\n").map((line) => line.split(" ")[0])).toEqual(
      catalogue.abilities.map(({ name }) => name),
    );
    expect(abilities).toMatch(/^priority +ability +3 files, +\d+ kB +The most urgent call first *$/m);
  });

  it("says with --here what was copied below the folder, and that nothing was", () => {
    const folder = testFolder();
    let printed = "";
    const environment = { folder, catalogue, print: (text: string) => void (printed += text), fail: () => {} };
    expect(() => list(environment, { here: true })).toThrow(Refusal);
    expect(() => list(environment, { here: true, json: true })).toThrow(UsageError);
    add(environment, ["node/thread-pool"], { to: join(folder, "packages/api/src/lib/pool") });
    printed = "";
    list(environment, { here: true });
    expect(printed).toMatch(/^packages\/api\/src\/lib\/pool +node\/thread-pool \d+\.\d+\.\d+ \(\w+\)\n$/);
  });

  it("gives all that is known of the items and abilities as data with --json", () => {
    expect(asData({})).toEqual([...catalogue.items, ...catalogue.abilities]);
  });

  it("shows abilities only where there are pools that take them", () => {
    expect(listed({ runtime: "bun", model: "multiprocessing" })).toMatch(/^stream /m);
    expect(listed({ model: "async" })).not.toMatch(/^stream |abilities/m);
  });

  it("keeps to a runtime, to a model, or to both", () => {
    const threads = asData({ runtime: "deno", model: "threading" }).filter(({ runtime }) => runtime);
    expect(threads.map(({ name }) => name)).toContain("deno/thread-pool");
    expect(new Set(threads.map(({ runtime, model }) => `${runtime} ${model}`))).toEqual(new Set(["deno threading"]));
    expect(asData({ model: "threading" }).length).toBeGreaterThan(threads.length);
    expect(listed({ runtime: "bun" })).not.toMatch(/^(node|deno)\//m);
  });

  it("names the nearest runtime or model to one that is not there", () => {
    expect(() => listed({ runtime: "denp" })).toThrow(UsageError);
    expect(() => listed({ model: "treading" })).toThrow('did you mean "threading"?');
  });
});

describe("view", () => {
  it("says of an item what its header says, and which files it has, on one screen", () => {
    const printed = printedBy((environment) => view(environment, "deno/thread-pool"));
    const item = catalogue.findItem("deno/thread-pool");
    for (const value of [item.title, item.run, item.test, item.use]) expect(printed).toContain(value);
    for (const { path } of item.files) {
      expect(new RegExp(`^ +\\d+ lines  ${path}$`, "m").test(printed), path).toBe(path !== RECORD);
    }
    expect(printed.split("\n").length).toBeLessThan(40);
    expect(printed).not.toContain("===");
  });

  it("shows with --source every file but the record as it would arrive", () => {
    const printed = printedBy((environment) => view(environment, "deno/thread-pool", { source: true }));
    const item = catalogue.findItem("deno/thread-pool");
    for (const value of [item.title, item.run, item.test, item.use, item.dontUse, item.evidence, item.commit]) {
      expect(printed).toContain(value);
    }
    expect(printed).toMatch(/^permissions +--allow-read$/m);
    for (const { path } of item.files.filter(({ path }) => path !== RECORD)) {
      expect(printed).toContain(`\n=== ${path} ===\n${catalogue.read(item, path).toString()}`);
    }
    expect(printed).not.toContain(RECORD);
  });

  it("says of an ability where it goes and how it is switched on, and shows every file as it would arrive", () => {
    const printed = printedBy((environment) => view(environment, "stream", { source: true }));
    const ability = catalogue.findAbility("stream");
    for (const value of [ability.title, ability.commit, "--with stream"]) expect(printed).toContain(value);
    expect(printed).toMatch(/^switch on +streaming\(\) among the abilities of the pool and of serve$/m);
    for (const { path } of ability.files) {
      expect(printed).toContain(`\n=== ${path} ===\n${catalogue.read(ability, path).toString()}`);
    }
  });

  it("names the nearest items and abilities to one that is not there", () => {
    expect(() => printedBy((environment) => view(environment, "strem"))).toThrow('e.g. "stream"');
    expect(() => printedBy((environment) => view(environment, "deno/tread-pool"))).toThrow('e.g. "deno/thread-pool"');
  });
});
