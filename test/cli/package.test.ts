/** The packages, packed: what is in them, what checks of packages say, and the command as it is installed, in every runtime. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { Catalogue } from "../../packages/cli/src/items/catalogue.ts";
import { inForm, OTHER_FORMS, placeOf } from "../../packages/cli/src/items/item.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { installPacked, packPackages, type Packed } from "./support/packed.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const runtimes = (await discoverRuntimes(root)).filter(isAvailable);
const tool = (name: string): string => join(root, "packages/cli/node_modules/.bin", name);
/** Nothing answers there: what needs the network fails. */
const OFFLINE = { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "" };

let abilities: string[];
let packed: Packed;
let project: string;
let command: string;

beforeAll(async () => {
  packed = await packPackages(testFolder());
  abilities = new Catalogue().abilities.map(({ name }) => name);
  project = testFolder();
  const dependencies = { "@triathlon/cli": "*", "@triathlon/core": "*" };
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", dependencies }));
  command = join(await installPacked(packed.cli, "cli", project), "dist/main.js");
  await installPacked(packed.core, "core", project);
}, 120_000);

/** What is built from the sources in a folder that the repository knows: a stray file beside them is not published. */
async function built(folder: string): Promise<string[]> {
  const { stdout } = await execa("git", ["ls-files", folder], {
    cwd: root,
  });
  return stdout
    .split("\n")
    .filter(
      (path) => path.endsWith(".ts") && !/\.test\.ts$|\/pool\/support\//.test(path) && existsSync(join(root, path)),
    )
    .map((path) => path.replace(/^packages\/\w+\/src\//, "dist/").replace(/\.ts$/, ""))
    .flatMap((path) => [`${path}.js`, `${path}.d.ts`]);
}

/** Of core's statistics. */
const REACHED = [
  "event-heap",
  "machines-for",
  "median",
  "median-interval",
  "quantile",
  "random",
  "select-rank",
  "simulate-jobs",
];

describe("the packed packages", () => {
  it("hold the built form of each source, each file of each item, and nothing else", async () => {
    const listed = async (archive: string): Promise<string[]> =>
      (await execa("tar", ["-tzf", archive])).stdout
        .split("\n")
        .map((path) => path.replace(/^package\//, ""))
        .sort();
    const { items, abilities } = new Catalogue();
    const forms = [...items, ...abilities].flatMap((one) =>
      OTHER_FORMS.flatMap((form) => (one.forms?.[form] ? [inForm(one, form)] : [])),
    );
    const ofItems = [...items, ...abilities, ...forms].flatMap((one) =>
      one.files.map(({ path }) => `items/${placeOf(one)}/${path}`),
    );
    expect(await listed(packed.cli)).toEqual(
      [
        "LICENSE",
        "README.md",
        "package.json",
        "items/index.json",
        "items/registry.json",
        ...ofItems,
        ...(await built("packages/cli/src")),
        // What it reaches of core, and nothing more.
        ...REACHED.flatMap((name) => [`dist/statistics/${name}.js`, `dist/statistics/${name}.d.ts`]),
      ].sort(),
    );
    const rooms = ["pool", "abilities", "synchronization", "results", "workloads"].map((room) =>
      built(`packages/core/src/${room}`),
    );
    expect(await listed(packed.core)).toEqual(["LICENSE", "package.json", ...(await Promise.all(rooms)).flat()].sort());
  });

  it.each(["cli", "core"] as const)("%s: publint finds nothing", { timeout: 60_000 }, async (name) => {
    await execa(tool("publint"), ["run", packed[name], "--strict"]);
  });

  it.each([
    { name: "cli", entrypoints: ["."] },
    {
      name: "core",
      entrypoints: [
        "pool/worker-pool",
        "pool/async-pool",
        "abilities/stream",
        "synchronization/lock",
        "results/record",
        "workloads/workload",
      ],
    },
  ] as const)("$name: its types are found where its code is", { timeout: 60_000 }, async ({ name, entrypoints }) => {
    await execa(tool("attw"), [packed[name], "--profile", "esm-only", "--entrypoints", ...entrypoints]);
  });

  it("core runs from its built files, and its types hold in a project of its own", { timeout: 60_000 }, async () => {
    const program = [
      'import { AsyncPool } from "@triathlon/core/pool/async-pool";',
      "await using pool = new AsyncPool({ double: (n: number): number => 2 * n });",
      'const answer: number = await pool.submit("double", [21]);',
      "console.log(answer);",
    ];
    writeFileSync(join(project, "core.ts"), program.join("\n"));
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { strict: true, module: "nodenext", target: "esnext", noEmit: true },
        files: ["core.ts"],
      }),
    );
    expect((await execa(process.execPath, ["core.ts"], { cwd: project })).stdout).toBe("42");
    await execa(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], { cwd: project });
  });
});

describe("the installed command", () => {
  const hostOf = (runtime: string): string[] =>
    runtime === "deno" ? ["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env", command] : [command];

  it.each(runtimes)("runs in $name, and what it adds prints its answer", { timeout: 60_000 }, async (runtime) => {
    const folder = testFolder();
    const options = {
      cwd: folder,
      env: { ...OFFLINE, PATH: `${dirname(runtime.binary)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" },
    };
    const host = hostOf(runtime.name);
    for (const pool of ["thread-pool", "process-pool", "async-pool"]) {
      const { stdout } = await execa(runtime.binary, [...host, "add", `${runtime.name}/${pool}`], options);
      const run = /^Run it: +(.+)$/m.exec(stdout)?.[1] ?? "";
      const answer = await execa(runtime.binary, run.split(" ").slice(1), options);
      expect(answer.stdout).toMatch(/is 2666646666700000$|520 ms of waiting$/);
    }
    expect(readdirSync(folder).sort()).toEqual(["async-pool", "process-pool", "thread-pool"]);
  });

  it("decides, though no other package of this repository is there", { timeout: 60_000 }, async () => {
    const cwd = testFolder();
    const alone = join(await installPacked(packed.cli, "cli", cwd), "dist/main.js");
    writeFileSync(
      join(cwd, "next.mjs"),
      "let n = 0;\nexport const next = (x) => x + n++;\nexport const inputs = [1, 2, 3];",
    );
    const typed = ["decide", "next.mjs", "--runtimes", "node", "--seconds", "1"];
    const { stdout } = await execa(process.execPath, [alone, ...typed], { cwd, reject: false });
    expect(stdout).toContain("It cannot be decided how next is to run: it keeps state between calls");
  });

  it.each(runtimes)("in $name, says nothing when its reader has enough", async ({ name, binary }) => {
    const child = execa(binary, [...hostOf(name), "list", "--json"], { buffer: { stdout: false } });
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await child).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it.runIf(runtimes.some(({ name }) => name === "deno"))(
    "in Deno, asks no runtime for its version unless it may, and does not say that there is none",
    async () => {
      const [, ...granted] = hostOf("deno");
      const deno = runtimes.find(({ name }) => name === "deno")?.binary ?? "deno";
      const folder = testFolder();
      await execa(deno, ["run", ...granted, "add", "deno/async-pool"], { cwd: folder });
      const PATH = `${dirname(deno)}${delimiter}${process.env["PATH"]}`;
      const { stdout } = await execa(deno, ["run", ...granted, "doctor"], { cwd: folder, env: { PATH } });
      expect(stdout).toMatch(
        /^note {5}async-pool needs Deno \S+ or newer; `deno` was not asked[^]*No problem found\.$/,
      );
      const asked = await execa(deno, ["run", "--allow-run", ...granted, "doctor"], { cwd: folder, env: { PATH } });
      expect(asked.stdout).toMatch(/^ok {7}deno \d/);
    },
  );

  it.each(["node", "bun"])(
    "adds pools, with all abilities, whose types hold in a strict project for %s",
    { timeout: 60_000 },
    async (runtime) => {
      const folder = testFolder();
      const types = join(folder, "node_modules/@types", runtime);
      mkdirSync(dirname(types), { recursive: true });
      symlinkSync(
        realpathSync(join(root, `packages/${runtime}-examples/node_modules/@types`, runtime)),
        types,
        "junction",
      );
      writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
      // With the DOM's types beside the runtime's, as they are where "lib" is left out.
      const own = {
        module: "nodenext",
        target: "esnext",
        types: [runtime],
        noEmit: true,
        allowImportingTsExtensions: true,
      };
      const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
      const more = {
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        isolatedModules: true,
        noUnusedLocals: true,
      };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...own, ...strict, ...more } }));
      const pools = ["thread-pool", "process-pool"].map((pool) => `${runtime}/${pool}`);
      await execa(process.execPath, [command, "add", ...pools, "--with", abilities.join(",")], { cwd: folder });
      await execa(process.execPath, [command, "add", `${runtime}/async-pool`], { cwd: folder });
      await execa(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], { cwd: folder });
    },
  );

  it("ends with 2 when it is used wrongly, with 1 when it refuses, and without a stack", async () => {
    const folder = testFolder();
    const end = async (...args: string[]) => {
      const { exitCode, stderr } = await execa(process.execPath, [command, ...args], { cwd: folder, reject: false });
      return [exitCode, stderr.split("\n").at(-1)];
    };
    expect(await end("add", "node/thread-pol")).toEqual([2, expect.stringContaining('e.g. "node/thread-pool"')]);
    expect(await end("list", "--runtime", "nod")).toEqual([2, expect.stringContaining('did you mean "node"?')]);
    expect(await end("ad")).toEqual([2, expect.stringContaining("Did you mean add?")]);
    expect(await end("update")).toEqual([1, expect.stringContaining("Cannot find a copy")]);
    mkdirSync(join(folder, "thread-pool"));
    writeFileSync(join(folder, "thread-pool/tasks.ts"), "mine\n");
    expect(await end("add", "node/thread-pool")).toEqual([1, expect.stringContaining("--overwrite replaces them")]);
    expect(await end("list", "--json")).toEqual([0, ""]);
  });
});

it("the shadcn command adds the same bytes from registry.json as ours", { timeout: 120_000 }, async () => {
  const [ours, theirs, registry] = [testFolder(), testFolder(), testFolder()];
  const items = join(project, "node_modules/@triathlon/cli/items");
  await execa(process.execPath, [command, "add", "node/thread-pool", "--with", "stream"], { cwd: ours });
  writeFileSync(join(theirs, "package.json"), "{}");
  await execa(tool("shadcn"), ["build", join(items, "registry.json"), "-c", items, "-o", registry], { env: OFFLINE });
  const added = ["node-thread-pool", "thread-pool-stream"].map((name) => join(registry, `${name}.json`));
  await execa(tool("shadcn"), ["add", ...added, "--yes"], { cwd: theirs, env: OFFLINE });
  // It copies, and records nothing: the second command finds all files there already, and does.
  await execa(process.execPath, [command, "add", "stream", "--to", "thread-pool"], { cwd: theirs });
  const files = readdirSync(join(ours, "thread-pool"), { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(ours, "thread-pool", path)).isFile())
    .sort();
  expect(files).toContain(".triathlon.json");
  for (const path of files) {
    expect(readFileSync(join(theirs, "thread-pool", path))).toEqual(readFileSync(join(ours, "thread-pool", path)));
    if (path === ".triathlon.json") continue;
    const from = path.startsWith("abilities/") ? "abilities/stream" : "node/thread-pool";
    expect(readFileSync(join(items, from, path))).toEqual(readFileSync(join(ours, "thread-pool", path)));
  }
});
