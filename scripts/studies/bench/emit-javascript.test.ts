import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { discoverWorkloads, type FoundWorkload } from "./workloads.ts";
import { REPOSITORY } from "../../repository.ts";
import { EMITTED, emitJavaScript, type Programs, programsOf } from "./emit-javascript.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const outside = testFolder();
let source: Programs;
let emitted: Programs;

beforeAll(async () => {
  source = {
    runtimes: await discoverRuntimes(REPOSITORY),
    workloads: await discoverWorkloads(join(REPOSITORY, "packages/core/src/workloads")),
  };
  const file = join(outside, "nested/mine.ts");
  mkdirSync(dirname(file));
  writeFileSync(file, 'import { answer } from "../above.ts";\nexport const found: number = answer;\n');
  writeFileSync(join(outside, "above.ts"), "export const answer: number = 42;\n");
  const mine: FoundWorkload = { ...source.workloads[0]!, url: pathToFileURL(file).href };
  emitted = await emitJavaScript({ ...source, workloads: [...source.workloads, mine] }, REPOSITORY);
});
afterAll(() => rmSync(outside, { recursive: true, force: true }));

describe("emitJavaScript()", () => {
  test("has a JavaScript module in the place of every entry and workload", () => {
    const entries = emitted.runtimes.flatMap((runtime) => (isAvailable(runtime) ? [runtime.entry] : []));
    const modules = [...entries, ...emitted.workloads.map(({ url }) => fileURLToPath(url))];
    expect(entries.length).toBeGreaterThan(0);
    for (const module of modules) {
      expect(module).toMatch(/\.js$/);
      expect(module.startsWith(join(REPOSITORY, EMITTED))).toBe(true);
      expect(existsSync(module), module).toBe(true);
    }
  });

  test("reaches no TypeScript from them: neither by an import nor by the address of a worker", () => {
    const packages = join(REPOSITORY, EMITTED, "packages");
    const measured = globSync(
      ["core/src/{executor,measure,workloads}/**/*.js", "*/bench/*.js", "*/src/*/{thread,process}-pool.js"],
      // The comparison of jobs starts its workers as they are written.
      { cwd: packages, exclude: ["core/src/measure/jobs/**"] },
    );
    const named = measured.flatMap((name) => {
      const code = readFileSync(join(packages, name), "utf8").replaceAll(/\/\*[^]*?\*\//g, "");
      const found = code.matchAll(/(?:from |import\(|new URL\()"(\.[^"]+)"/g);
      return [...found].map(([, path]) => join(packages, dirname(name), path!));
    });
    expect(named.filter((path) => /bench.(thread|process)\.js$/.test(path))).toHaveLength(6);
    expect(named.filter((path) => !path.endsWith(".js") || !existsSync(path))).toEqual([]);
  });

  test("finds the emitted core under the name it is imported by", () => {
    const own = JSON.parse(readFileSync(join(REPOSITORY, EMITTED, "packages/core/package.json"), "utf8")) as {
      exports: Record<string, string>;
    };
    expect(own.exports["./pool/*"]).toBe("./src/pool/*.js");
    const linked = join(REPOSITORY, EMITTED, "packages/node-examples/node_modules/@triathlon/core/src/pool/map.js");
    expect(existsSync(linked)).toBe(true);
  });

  test("brings along what a workload from outside imports by path", async () => {
    const { found } = (await import(emitted.workloads.at(-1)!.url)) as { found: number };
    expect(found).toBe(42);
  });
});

describe("programsOf()", () => {
  test("leaves the profile source as it is", async () => {
    expect(await programsOf("source", source, REPOSITORY)).toBe(source);
  });
});
