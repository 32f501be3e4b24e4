/** The items as they are made from this repository: complete, and the same through every channel. */
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { layOut, rewriteImports } from "../../packages/cli/build/reach.ts";
import { add } from "../../packages/cli/src/commands/add.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { baseHash, HEADER_FIELDS, readHeader, splitHeader } from "../../packages/cli/src/items/header.ts";
import { readRecord } from "../../packages/cli/src/items/record.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const items = ITEMS;
writeItems(items, assemble(root));
const catalogue = new Catalogue();

const pools = catalogue.items.filter(({ kind }) => kind === "pool");

describe("the items", () => {
  it("are the pools of every runtime, and every example program", () => {
    const names = ["async-pool", "process-pool", "thread-pool"];
    expect(pools.map(({ name }) => name)).toEqual(
      ["bun", "deno", "node"].flatMap((runtime) => names.map((name) => `${runtime}/${name}`)).sort(),
    );
    expect(catalogue.items.map(({ shortName }) => shortName)).toContain("node/gather");
    expect(new Set(catalogue.items.map(({ name }) => name)).size).toBe(catalogue.items.length);
  });

  it.each(pools)("$name needs the version in which pools of its runtime are tried", ({ runtime, minimumRuntime }) => {
    const { minimumPoolVersion } = JSON.parse(
      readFileSync(join(root, `packages/${runtime}-examples/runtime.json`), "utf8"),
    );
    expect(minimumRuntime).toBe(`${runtime} >=${minimumPoolVersion}`);
  });

  it.each(catalogue.items)("$name needs nothing but itself, and the packages that it names", (item) => {
    const paths = item.files.map(({ path }) => path);
    expect(paths).toContain("main.ts");
    // From its own folder; the program's header says it from the repository's root.
    expect(item.run).toMatch(/^(node|bun|deno run) ([^ ]+ )*main\.ts$/);
    expect(item.run).not.toMatch(/\b(src|packages)\b/);
    for (const path of paths.filter((path) => path.endsWith(".ts"))) {
      const text = readFileSync(join(items, item.name, path), "utf8");
      const code = splitHeader(text).body.replace(/\/\*[^]*?\*\//g, "");
      for (const [, specifier = ""] of code.matchAll(/(?:from |import |import\(|new URL\()"([^"]+)"/g)) {
        if (specifier.startsWith(".")) expect(existsSync(join(items, item.name, dirname(path), specifier))).toBe(true);
        else if (item.dependencies?.[specifier] === undefined) expect(specifier).toMatch(/^(node:|bun(:|$))/);
      }
    }
  });

  const OF_JOBS = {
    "distributed-pool": { packages: ["@nats-io/jetstream", "@nats-io/transport-node"], engine: "nats" },
    "distributed-pool-postgres": { packages: ["@types/pg", "pg"], engine: "postgres" },
  };

  it("that do their work on other machines are there for each engine", () => {
    const distributed = catalogue.items.filter(({ kind }) => kind === "distributed pool");
    expect(distributed.map(({ name }) => name).sort()).toEqual(
      ["bun", "deno", "node"].flatMap((runtime) => Object.keys(OF_JOBS).map((name) => `${runtime}/${name}`)),
    );
  });

  it.each(Object.entries(OF_JOBS))(
    "%s has a worker, a local pool and all that these import",
    (name, { packages, engine }) => {
      for (const runtime of ["node", "deno", "bun"]) {
        const { dependencies, files } = catalogue.findItem(`${runtime}/${name}`);
        expect(Object.keys(dependencies ?? {})).toEqual(packages);
        const paths = files.map(({ path }) => path);
        expect(paths).toEqual(
          expect.arrayContaining([
            "main.ts",
            "worker.ts",
            "tasks.ts",
            "tasks.worker.ts",
            "thread-pool.ts",
            "pool/worker-pool.ts",
            `${engine}-jobs.ts`,
            `${engine}-server.ts`,
            `distributed/job-source/${engine}.ts`,
            "compose.yaml",
          ]),
        );
        const own = new RegExp(`/job-source/${engine}(\\.ts$|/)`);
        expect(paths.filter((path) => path.includes("job-source/") && !own.test(path))).toEqual([]);
        const texts = paths.map((path) => readFileSync(join(items, runtime, name, path), "utf8"));
        const other = engine === "nats" ? "postgres" : "nats";
        expect(texts.filter((text) => new RegExp(`\\b${other}-(jobs|server)\\b|image: ${other}`).test(text))).toEqual(
          [],
        );
      }
    },
  );

  it.each([
    ["node", "npm install @nats-io/jetstream@"],
    ["deno", "deno add npm:@nats-io/jetstream@"],
    ["bun", "bun add @nats-io/jetstream@"],
  ])("that need packages name the line that installs them, and what is to be started first: %s", (runtime, line) => {
    let printed = "";
    const print = (text: string): void => void (printed += text);
    add({ folder: testFolder(), catalogue, print, fail: () => {} }, [`${runtime}/distributed-pool`], {});
    expect(printed).toContain(`Install:  ${line}`);
    expect(printed).toContain("a server and a worker first: distributed-pool/README.md says how");
    expect(printed).toContain("Your work goes into distributed-pool/tasks.ts");
  });

  it("are their program itself, where no file beside it names it", () => {
    const paths = (name: string): string[] => catalogue.findItem(name).files.map(({ path }) => path);
    // What it imports has its name.
    expect(paths("node/threading/lock")).toContain("synchronization/lock.ts");
    expect(paths("node/threading/lock")).not.toContain("lock.ts");
    expect(paths("node/combined/server")).toContain("combined/server.ts");
  });

  it.each(catalogue.items)("$name says in main.ts what it is, and its body is what its hash says", (item) => {
    const text = readFileSync(join(items, item.name, "main.ts"), "utf8");
    const header = readHeader(text);
    expect(Object.keys(header)).toEqual([...HEADER_FIELDS]);
    const { name, version, run, permissions, use, dontUse, evidence } = item;
    const said = { item: name, version, licence: "MIT-0", run, permissions, use, dont: dontUse, evidence };
    expect(header).toMatchObject(said);
    expect(Object.values(header)).not.toContain("not said");
    expect(header.base).toBe(baseHash(splitHeader(text).body));
  });

  it.each(catalogue.items)("$name records of every file how it came; only main.ts has a header", (item) => {
    const record = readRecord(join(items, item.name));
    const { name, version, commit } = item;
    expect(record).toMatchObject({ item: name, version, commit, licence: "MIT-0" });
    for (const { path } of item.files) {
      if (!path.endsWith(".ts")) continue;
      const text = readFileSync(join(items, item.name, path), "utf8");
      expect(record?.files.get(path)?.body).toBe(splitHeader(text).body);
      if (path !== "main.ts") expect(splitHeader(text).header).toBe("");
    }
  });

  it.each(pools)("$name differs from the repository's files in its imports of the pool alone", (item) => {
    const sources = readRecord(join(items, item.name))?.sources ?? {};
    for (const { path } of item.files.filter(({ path }) => path.endsWith(".ts"))) {
      const text = readFileSync(join(items, item.name, path), "utf8");
      const source = sources[path] ?? "";
      if (path === "main.ts") expect(readHeader(text).source?.split("@")[0]).toBe(source);
      const up = path.includes("/") ? "../pool" : "./pool";
      const restored = splitHeader(text).body.replaceAll(
        new RegExp(`"${up.replaceAll(".", "\\.")}/([\\w-]+)\\.ts"`, "g"),
        '"@triathlon/core/pool/$1"',
      );
      expect(restored).toBe(readFileSync(join(root, source), "utf8"));
    }
  });

  it("carry only those files of the pool that they reach", () => {
    const files = pools.find(({ name }) => name === "node/thread-pool")!.files.map(({ path }) => path);
    expect(files).toContain("pool/worker-pool.ts");
    expect(files).not.toContain("pool/async-pool.ts");
    expect(files).not.toContain("abilities/timeline.ts");
  });
});

describe("the abilities", () => {
  const [threads, processes] = ["thread-pool", "process-pool"].map((name) => catalogue.findItem(`node/${name}`).files);

  it("are all there are in the repository, and each has its test", () => {
    const files = readdirSync(join(root, "packages/core/src/abilities")).filter((file) => /^[\w-]+\.ts$/.test(file));
    expect(catalogue.abilities.map(({ name }) => `${name}.ts`)).toEqual(files.sort());
    for (const { name, files: own } of catalogue.abilities) {
      const paths = own.map(({ path }) => path);
      expect(paths).toEqual([".ts", ".test.ts", ".test.worker.ts"].map((end) => `abilities/${name}${end}`));
      expect(own.map(({ test }) => test)).toEqual([false, true, true]);
    }
  });

  it.each(catalogue.abilities)("$name needs nothing but the pool that it is copied into, and itself", (ability) => {
    const paths = ability.files.map(({ path }) => path);
    for (const path of paths) {
      const code = catalogue
        .read(ability, path)
        .toString()
        .replace(/\/\*[^]*?\*\//g, "");
      for (const [, specifier = ""] of code.matchAll(/(?:from |import |import\(|new URL\()"([^"]+)"/g)) {
        const place = join(dirname(path), specifier);
        if (specifier.startsWith("node:")) expect(path).toMatch(/\.test\./);
        else if (!paths.includes(place))
          for (const of of [threads, processes]) expect(of?.map((file) => file.path)).toContain(place);
      }
    }
  });

  it.each(catalogue.abilities)("$name is switched on by what its file exports", ({ name, call, imported }) => {
    const source = readFileSync(join(items, "abilities", name, `abilities/${name}.ts`), "utf8");
    expect(source).toMatch(new RegExp(`^export (function|const) ${imported}\\b`, "m"));
    expect(call.startsWith(`${imported}(`)).toBe(true);
  });
});

describe("the rewriting of imports", () => {
  it("makes imports of the pool relative to where the file lies, and leaves everything else", () => {
    const text = [
      'import type { Link } from "@triathlon/core/pool/wire";',
      'import "@triathlon/core/pool/wire";',
      'type Wire = typeof import("@triathlon/core/pool/wire");',
      'import { z } from "@triathlon/core/results/record";',
      'const text = "@triathlon/core/pool/wire";',
    ].join("\n");
    const wanted = (prefix: string): string =>
      text
        .replaceAll('from "@triathlon/core/pool/wire"', `from "${prefix}/wire.ts"`)
        .replace('import "@triathlon/core/pool/wire"', `import "${prefix}/wire.ts"`)
        .replace('import("@triathlon/core/pool/wire")', `import("${prefix}/wire.ts")`);
    const path = "packages/node-examples/src/threading/thread-pool.ts";
    expect(rewriteImports(text, path, new Map([[path, "main.ts"]]))).toBe(wanted("./pool"));
    expect(rewriteImports(text, path, new Map([[path, "threading/thread-pool.ts"]]))).toBe(wanted("../pool"));
  });
});

describe("what the packages share", () => {
  const [own, shared] = ["packages/node-examples/src/combined/a.ts", "packages/core/src/examples/combined/a.tasks.ts"];

  it("lies beside the program that takes it, and is imported from there", () => {
    const places = layOut([own, shared, "packages/core/src/pool/map.ts"]);
    expect(Object.fromEntries(places)).toEqual({
      [own]: "a.ts",
      [shared]: "a.tasks.ts",
      "packages/core/src/pool/map.ts": "pool/map.ts",
    });
    const text = 'import type * as tasks from "@triathlon/core/examples/combined/a.tasks";\n';
    expect(rewriteImports(text, own, places)).toBe('import type * as tasks from "./a.tasks.ts";\n');
    expect(rewriteImports('import "../../pool/map.ts";\n', shared, places)).toBe('import "./pool/map.ts";\n');
  });

  it("lies on top where it is of no model, and in the folder of its model, or of its package, where there are several", () => {
    const pool = "packages/node-examples/src/threading/thread-pool.ts";
    expect([...layOut([own, shared, pool]).values()]).toEqual([
      "combined/a.ts",
      "combined/a.tasks.ts",
      "threading/thread-pool.ts",
    ]);
    expect([...layOut([own, shared, "packages/deno-examples/src/combined/a.ts"]).values()]).toEqual([
      "node-examples/src/combined/a.ts",
      "core/src/examples/combined/a.tasks.ts",
      "deno-examples/src/combined/a.ts",
    ]);
    expect([...layOut([pool, "packages/core/src/examples/a.tasks.ts"]).values()]).toEqual([
      "thread-pool.ts",
      "a.tasks.ts",
    ]);
  });
});

describe("through every channel the same bytes arrive", () => {
  it("by our command and by a plain copy of the built folder", () => {
    const folder = testFolder();
    add({ folder, catalogue, print: () => {}, fail: () => {} }, ["node/thread-pool"], {});
    cpSync(join(items, "node/thread-pool"), join(folder, "copy"), { recursive: true });
    const files = readdirSync(join(folder, "copy"), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const { parentPath, name } of files) {
      const place = join(parentPath, name);
      expect(readFileSync(place.replace("/copy/", "/thread-pool/"))).toEqual(readFileSync(place));
    }
  });
});
