/** The walls of the house: which room may import what. `docs/architecture.md` shows the same table in words. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What all three runtimes provide, and the rooms that run in all three may use. */
const SHARED_MODULES = /^(type )?node:(crypto|fs|http|net|path|process|url|vm)$/;
const RUNTIMES = ["node", "deno", "bun"] as const;
const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
/** What ours are compared with; nothing but the comparison knows of them. */
const INSTALLABLE_POOLS = /^(piscina|tinypool|workerpool|poolifier|comlink)(\/.+)?$/;

interface Room {
  name: string;
  /** Files, from the root. */
  files: RegExp;
  /** What their imports may be: paths from the root for relative ones and for `@triathlon/core/…`, else names. */
  may: RegExp[];
}

/** The examples that all runtimes share, as far as those of a model may take them: of its model, or of none. */
const examplesFor = (model: string): RegExp[] => [new RegExp(`^packages/core/src/examples/(${model}/)?[^/]+$`)];

const rooms: Room[] = [
  { name: "core/pool", files: /^packages\/core\/src\/pool\/(?!support\/)/, may: [/^packages\/core\/src\/pool\//] },
  {
    // For tests alone, and in no copy.
    name: "core/pool/support",
    files: /^packages\/core\/src\/pool\/support\//,
    may: [/^packages\/core\/src\/pool\//, /^vitest$/],
  },
  {
    // Each is one file, which imports no other.
    name: "core/abilities",
    files: /^packages\/core\/src\/abilities\//,
    may: [/^packages\/core\/src\/pool\/[^/]+$/],
  },
  {
    // Knows no engine: an engine is one file of job-source/, with what it is made of in a folder of its name.
    name: "core/distributed",
    files: /^packages\/core\/src\/distributed\/(?!support\/|job-source\/)/,
    may: [/^packages\/core\/src\/pool\/[^/]+$/, /^packages\/core\/src\/distributed\/[^/]+$/],
  },
  {
    name: "core/distributed/job-source/nats",
    files: /^packages\/core\/src\/distributed\/job-source\/(?!postgres)/,
    may: [
      /^packages\/core\/src\/(pool|distributed|distributed\/job-source\/nats)\/[^/]+$/,
      /^@nats-io\/(jetstream|transport-node)$/,
    ],
  },
  {
    name: "core/distributed/job-source/postgres",
    files: /^packages\/core\/src\/distributed\/job-source\/postgres(\.ts$|\/)/,
    may: [/^packages\/core\/src\/(pool|distributed|distributed\/job-source\/postgres)\/[^/]+$/, /^pg$/],
  },
  {
    // For tests alone, and in no copy.
    name: "core/distributed/support",
    files: /^packages\/core\/src\/distributed\/support\//,
    may: [/^packages\/core\/src\/(pool|distributed)\//],
  },
  {
    // Tests of abilities as they lie in copies: each runtime's own runner takes them by the module of Node's.
    name: "core/in-copies",
    files: /^packages\/core\/src\/in-copies\//,
    may: [/^packages\/core\/src\/(pool|abilities|in-copies)\//, /^node:(assert\/strict|process|test)$/],
  },
  {
    // Each travels alone, or with those it is made of.
    name: "core/synchronization",
    files: /^packages\/core\/src\/synchronization\//,
    may: [/^packages\/core\/src\/synchronization\//],
  },
  {
    name: "core/interleavings",
    files: /^packages\/core\/src\/interleavings\//,
    may: [
      /^packages\/core\/src\/(interleavings|synchronization)\//,
      /^packages\/core\/src\/statistics\/random\.ts$/,
      /^node:(fs|process|worker_threads)$/,
    ],
  },
  {
    // What is the same in every runtime is written once, with what all of them provide.
    name: "core/examples",
    files: /^packages\/core\/src\/examples\/[^/]+$/,
    may: [/^packages\/core\/src\/(pool|abilities)\//, SHARED_MODULES],
  },
  ...[...MODELS, "combined"].map((model) => ({
    name: `core/examples/${model}`,
    files: new RegExp(`^packages/core/src/examples/${model}/`),
    may: [...examplesFor(model), /^packages\/core\/src\/(pool|abilities|synchronization)\//, /^node:[a-z0-9_/]+$/],
  })),
  {
    name: "core/workloads",
    files: /^packages\/core\/src\/workloads\//,
    may: [/^packages\/core\/src\/workloads\/(support\/|workload\.ts$)/, /^type packages\/core\/src\/pool\//],
  },
  {
    name: "core/measure",
    files: /^packages\/core\/src\/measure\/(?!experiments\/|jobs\/)/,
    may: [
      /^packages\/core\/src\/(pool|abilities|distributed|measure(?!\/claims\/published)|statistics)\//,
      /^packages\/core\/src\/workloads\/support\/random\.ts$/,
      /^type packages\/core\/src\/(results\/|workloads\/workload\.ts$)/,
      SHARED_MODULES,
    ],
  },
  {
    // What the distributed pool is compared with: by hand, and installable. Each arm is one file, which alone knows its client.
    name: "core/measure/jobs",
    files: /^packages\/core\/src\/measure\/jobs\/(?!arms\/)/,
    may: [
      /^packages\/core\/src\/(distributed\/(?!job-source\/)|measure\/(jobs\/[^/]+|answer\.ts)$)/,
      /^packages\/core\/src\/conformance\/jobs\/tasks\.ts$/,
      /^type packages\/core\/src\/results\/jobs\.ts$/,
      SHARED_MODULES,
    ],
  },
  {
    name: "core/measure/jobs/arms",
    files: /^packages\/core\/src\/measure\/jobs\/arms\//,
    may: [
      /^packages\/core\/src\/(distributed\/job-source\/|measure\/jobs\/)/,
      /^(@nats-io\/(jetstream|transport-node)|pg|bullmq)$/,
    ],
  },
  {
    name: "core/measure/experiments",
    files: /^packages\/core\/src\/measure\/experiments\//,
    may: [
      /^packages\/core\/src\/(pool\/|abilities\/|measure\/(experiments\/(?!probes\/)|pools\/tasks\.ts$|(answer|cpu-seconds|drift)\.ts$))/,
      /^type packages\/core\/src\/results\//,
      SHARED_MODULES,
    ],
  },
  {
    name: "core/conformance",
    files: /^packages\/core\/src\/conformance\//,
    may: [
      /^packages\/core\/src\/(pool|abilities|conformance|distributed)\//,
      /^packages\/core\/src\/workloads\/support\/random\.ts$/,
      /^type packages\/core\/src\/workloads\/workload\.ts$/,
      SHARED_MODULES,
      /^node:(async_hooks|timers)$/,
    ],
  },
  {
    name: "core/results",
    files: /^packages\/core\/src\/results\//,
    may: [/^packages\/core\/src\/results\//, /^zod$/],
  },
  {
    name: "core/statistics",
    files: /^packages\/core\/src\/statistics\//,
    may: [/^packages\/core\/src\/statistics\//],
  },
  ...RUNTIMES.flatMap((runtime): Room[] => {
    const home = `packages/${runtime}-examples`;
    const builtIns = runtime === "bun" ? /^(bun|bun:[a-z]+|node:[a-z0-9_/]+)$/ : /^node:[a-z0-9_/]+$/;
    return [
      ...MODELS.map((model) => ({
        name: `${runtime}-examples/src/${model}`,
        files: new RegExp(`^${home}/src/${model}/`),
        may: [
          new RegExp(`^${home}/src/${model}/`),
          ...examplesFor(model),
          model === "threading"
            ? /^packages\/core\/src\/(pool|abilities|synchronization)\//
            : /^packages\/core\/src\/(pool|abilities)\//,
          builtIns,
        ],
      })),
      {
        // Its workers are those of a local pool.
        name: `${runtime}-examples/src/distributed`,
        files: new RegExp(`^${home}/src/distributed/`),
        may: [
          new RegExp(`^${home}/src/(distributed/|threading/thread-pool\\.ts$|multiprocessing/process-pool\\.ts$)`),
          ...examplesFor("distributed"),
          /^packages\/core\/src\/(pool|abilities|distributed)\//,
          builtIns,
        ],
      },
      {
        name: `${runtime}-examples/src/combined`,
        files: new RegExp(`^${home}/src/combined/`),
        may: [
          new RegExp(`^${home}/src/(combined|${MODELS.join("|")})/`),
          ...examplesFor("combined"),
          /^packages\/core\/src\/(pool|abilities)\//,
          builtIns,
        ],
      },
      {
        name: `${runtime}-examples/src/io.ts`,
        files: new RegExp(`^${home}/src/io\\.ts$`),
        may: [
          /^type packages\/core\/src\/workloads\/workload\.ts$/,
          builtIns,
          ...(runtime === "node" ? [/^undici$/] : []),
        ],
      },
      {
        name: `${runtime}-examples/bench`,
        files: new RegExp(`^${home}/bench/(?!pools/|experiments/)`),
        may: [
          new RegExp(`^${home}/(src|bench/(?!pools/|experiments/))`),
          /^packages\/core\/src\/examples\/combined\/server\./,
          /^packages\/core\/src\/(pool|abilities|distributed|measure|conformance)\//,
          builtIns,
        ],
      },
      {
        name: `${runtime}-examples/bench/experiments`,
        files: new RegExp(`^${home}/bench/experiments/`),
        may: [
          new RegExp(`^${home}/(src/(threading|multiprocessing)|bench/experiments)/`),
          /^packages\/core\/src\/(abilities\/|measure\/experiments\/)/,
          builtIns,
        ],
      },
      {
        name: `${runtime}-examples/bench/pools`,
        files: new RegExp(`^${home}/bench/pools/`),
        may: [
          new RegExp(`^${home}/(src|bench/pools)/`),
          /^packages\/core\/src\/(pool|abilities|measure\/pools)\//,
          builtIns,
          INSTALLABLE_POOLS,
        ],
      },
    ];
  }),
  {
    name: "cli/src",
    files: /^packages\/cli\/src\/(?!decide\/in-child\/)/,
    may: [
      /^packages\/cli\/src\//,
      /^packages\/core\/src\/statistics\//, // packed with it
      /^node:(crypto|fs|os|path|process|url|zlib|child_process|readline|util)$/,
      /^(commander|diff|fastest-levenshtein|get-tsconfig|node-diff3)$/,
    ],
  },
  {
    name: "cli/src/decide/in-child", // copied beside somebody's function, and run in every runtime
    files: /^packages\/cli\/src\/decide\/in-child\//,
    may: [/^packages\/cli\/src\/decide\/in-child\//, /^node:(buffer|crypto|process|readline|util|v8)$/],
  },
  {
    name: "cli/build",
    files: /^packages\/cli\/build\//,
    may: [/^packages\/cli\/(build|src)\//, /^node:(child_process|crypto|fs|module|os|path|process|url)$/],
  },
  {
    name: "scripts",
    files: /^scripts\//,
    may: [
      /^scripts\//,
      /^packages\/core\/src\/(results|statistics)\//,
      /^type packages\/core\/src\/(workloads\/workload|measure\/(experiments\/probe|claims\/claim)|conformance\/(check|scenario|million\/program|jobs\/(produce|observe)))\.ts$/,
      /^packages\/core\/src\/conformance\/(capabilities|inputs|not-promised)\.ts$/, // data
      /^packages\/core\/src\/measure\/flat-end\.ts$/, // what is called warm where it is measured and where it is reported: pure
      /^packages\/core\/src\/abilities\/timeline\.ts$/, // two functions from events to pictures: pure
      /^node:/,
      /^(autocannon|commander|diff|execa|zod|vega|vega-lite)$/,
    ],
  },
  {
    name: "site",
    files: /^site\//,
    may: [
      /^site\//,
      /^scripts\/([^/]+$|docs\/|examples\/|files\/|report\/)/,
      /^node:/,
      /^(commander|github-slugger|markdown-it|minisearch|oxc-parser|shiki|sirv)$/,
    ],
  },
];

/** The floors of scripts, lowest first, without their fixtures. What is in none of them is a command, which may use all. */
const floors: Room[] = [
  scriptsRoom("files", []),
  scriptsRoom("study", ["files"]),
  scriptsRoom("analysis", []),
  scriptsRoom("report", ["analysis", "files"]),
  ...readdirSync(join(root, "scripts/studies")).map((one) =>
    scriptsRoom(`studies/${one}`, ["study", "report", "analysis", "files"]),
  ),
];

/** @param may the rooms below; the files at the top of scripts, which import no room but files, are everybody's */
function scriptsRoom(name: string, may: readonly string[]): Room {
  return {
    name: `scripts/${name}`,
    files: new RegExp(`^scripts/${name}/(?!.*fixtures/)`),
    may: [/^(?!(type )?scripts\/)/, /^scripts\/[^/]+$/, new RegExp(`^scripts/(${[name, ...may].join("|")})/`)],
  };
}

interface Import {
  file: string;
  /** As in {@link Room.may}; `type …` for what is erased. */
  what: string;
}

const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], { cwd: root })
  .toString()
  .trim()
  .split("\n")
  .filter((file) => !/\.test\.ts$|^test\/|^vitest\./.test(file));

const imports = sources.flatMap(importsOf);

/** Of `node:fs`, whatever changes something. */
const WRITES =
  /\b(appendFile|chmod|chown|copyFile|cp|createWriteStream|fsync|ftruncate|link|lutimes|mkdir|mkdtemp|rename|rm|rmdir|symlink|truncate|unlink|utimes|write|writeFile|writev)Sync\b|\bcreateWriteStream\b/;

/** Without their fixtures, which make what tests read. */
const scripts = sources
  .filter((file) => file.startsWith("scripts/") && !file.includes("/fixtures/"))
  .map((file) => ({ file, code: readFileSync(join(root, file), "utf8") }));

function importsOf(file: string): Import[] {
  // A template literal is text of another program, a comment is nobody's.
  const text = readFileSync(join(root, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/`[^`]*`/g, "``");
  const statements = text.matchAll(/^\s*(import|export)\s+(type\s)?([^"';]*?\sfrom\s+)?"([^"]+)"/gm);
  const dynamic = text.matchAll(/(typeof )?\bimport\("([^"]+)"\)/g);
  return [
    ...[...statements].map(([, , type, , name = ""]) => ({ file, what: describeImport(file, name, Boolean(type)) })),
    ...[...dynamic].map(([, type, name = ""]) => ({ file, what: describeImport(file, name, Boolean(type)) })),
  ];
}

function describeImport(file: string, name: string, type: boolean): string {
  const core = /^@triathlon\/core\/(.*)$/.exec(name);
  const what = core
    ? `packages/core/src/${core[1]}.ts`
    : name.startsWith(".")
      ? relative(root, join(root, dirname(file), name))
      : name;
  return type ? `type ${what}` : what;
}

/** Where a value may be imported, its type may too. */
const allowed = (room: Room, what: string): boolean =>
  room.may.some((pattern) => pattern.test(what) || pattern.test(what.replace(/^type /, "")));

describe("the walls", () => {
  it.each([...rooms, ...floors])("of $name stand", (room) => {
    const inside = imports.filter(({ file }) => room.files.test(file));
    const broken = inside
      .filter(({ file, what }) => !allowed(room, what) && what !== `type ${file}`)
      .map(({ file, what }) => `${file} imports ${what}`);
    expect(broken).toEqual([]);
  });

  it("have no file outside of every room", () => {
    expect(sources.filter((file) => !rooms.some(({ files }) => files.test(file)))).toEqual([]);
  });

  it("let no workload import another", () => {
    const workload = /^(type )?packages\/core\/src\/workloads\/(?!workload\.ts)[^/]+\.ts$/;
    const others = imports.filter(
      ({ file, what }) => workload.test(file) && workload.test(what) && !what.endsWith(file),
    );
    expect(others).toEqual([]);
  });

  it.each(["pool", "abilities", "distributed", "synchronization", "workloads"])(
    "keep every runtime's globals out of core/%s",
    (room) => {
      const inside = sources.filter((file) => file.startsWith(`packages/core/src/${room}/`));
      const found = inside.filter((file) => {
        const code = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
        return /\b(Deno|Bun|process|Buffer|require|globalThis)\b\s*[.[(]/.test(code);
      });
      expect(found).toEqual([]);
    },
  );

  it("let no file of scripts import itself, by whatever way", () => {
    const files = new Map(Map.groupBy(imports, ({ file }) => file));
    const reached = (from: string): Set<string> => {
      const seen = new Set<string>();
      for (const next = [from]; next.length > 0;) {
        for (const { what } of files.get(next.pop()!) ?? []) {
          const file = what.replace(/^type /, "");
          if (!seen.has(file)) next.push(file);
          seen.add(file);
        }
      }
      return seen;
    };
    expect(scripts.filter(({ file }) => reached(file).has(file)).map(({ file }) => file)).toEqual([]);
  });

  // Through anything else a full disk would not be tried in tests, and not told of.
  it("let scripts write through write-files.ts alone", () => {
    const writing = scripts.filter(({ code }) => WRITES.test(code)).map(({ file }) => file);
    expect(writing).toEqual(["scripts/files/write-files.ts"]);
    const promising = imports.filter(({ file, what }) => file.startsWith("scripts/") && what === "node:fs/promises");
    expect(promising).toEqual([]);
    const direct = scripts.filter(({ file, code }) => /\bsystem\.\w/.test(code) && !file.startsWith("scripts/files/"));
    expect(direct.map(({ file }) => file)).toEqual(["scripts/study/machine-lock.ts"]);
    const replacing = scripts.filter(({ code }) => code.includes("replaceSystem"));
    expect(replacing.map(({ file }) => file)).toEqual(["scripts/files/write-files.ts"]);
  });

  it("are seen by this test: an import across one is found", () => {
    const [pool] = rooms;
    const what = describeImport("packages/core/src/pool/map.ts", "../workloads/workload.ts", true);
    expect(pool && allowed(pool, what)).toBe(false);
    expect(imports.length).toBeGreaterThan(100);
  });
});

describe("the three runtime packages", () => {
  const names = (runtime: string): string[] =>
    sources
      .filter((file) => file.startsWith(`packages/${runtime}-examples/`))
      .map((file) => file.slice(`packages/${runtime}-examples/`.length))
      // Which installable pools there are differs: those that do not run somewhere have no adapter there.
      .filter((file) => !file.startsWith("bench/pools/"));
  /** What one runtime alone needs. */
  const own: Record<string, string[]> = { deno: ["src/multiprocessing/frames.ts"] };

  it.each(["deno", "bun"])("have no adapter of an installable pool that node has not: %s", (runtime) => {
    const adapters = (name: string) =>
      sources.flatMap((file) => new RegExp(`^packages/${name}-examples/bench/pools/(.*)$`).exec(file)?.[1] ?? []);
    expect(adapters(runtime).length).toBeGreaterThan(10);
    expect(adapters(runtime).filter((name) => !adapters("node").includes(name))).toEqual([]);
  });

  it.each(["deno", "bun"])("mirror each other in names: node and %s", (runtime) => {
    const mirrored = names(runtime).filter((name) => !own[runtime]?.includes(name));
    expect(mirrored.sort()).toEqual(names("node").sort());
  });
});
