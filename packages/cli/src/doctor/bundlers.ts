/** Bundlers: whether a worker's module comes along, and what else they do to a copy. */
import { saysAfter } from "./command-lines.ts";
import { type Finding, named, note, problem } from "./finding.ts";
import {
  bundledBy,
  type BundlerTraces,
  endIn,
  hasCopy,
  isTypeScript,
  mentions,
  type Project,
  startedBy,
  upwards,
  versionIn,
} from "./project.ts";

/** In TypeScript also the name changes, so that one serves the source and the bundle: the file has no types in it. */
const ownEntry = (project: Project): string =>
  isTypeScript(project)
    ? "rename tasks.worker.ts to tasks.worker.js, name it so in new URL(…), and give it as an entry of its own"
    : "give tasks.worker.js as an entry of its own";
const hasOwnEntry = (project: Project, traces: BundlerTraces): boolean => mentions(project, traces, /tasks\.worker\b/);
const BUNDLED = ["node", "bun"];

const VITE: BundlerTraces = {
  packages: ["vite"],
  programs: ["vite"],
  files: ["vite.config.js", "vite.config.ts", "vite.config.mjs", "vite.config.mts"],
};
const WEBPACK: BundlerTraces = {
  packages: ["webpack", "@rspack/core"],
  programs: ["webpack", "rspack"],
  files: ["webpack.config.js", "webpack.config.ts", "webpack.config.mjs", "webpack.config.cjs", "rspack.config.js"],
};
const ESBUILD: BundlerTraces = {
  packages: ["esbuild", "tsup"],
  programs: ["esbuild", "tsup"],
  files: ["tsup.config.ts", "tsup.config.js"],
};
const ROLLUP: BundlerTraces = {
  packages: ["rollup", "rolldown", "tsdown"],
  programs: ["rollup", "rolldown", "tsdown"],
  files: ["rollup.config.js", "rollup.config.mjs", "rolldown.config.ts", "tsdown.config.ts"],
};

export function checkBundlers(project: Project): Finding[] {
  return [
    ...webpack(project),
    ...vite(project),
    ...notFollowed(project, "esbuild", ESBUILD, "esbuild (and tsup) does not follow new URL(…, import.meta.url)"),
    ...notFollowed(project, "rollup", ROLLUP, "Rollup and Rolldown do not follow new URL(…, import.meta.url)"),
  ];
}

function notFollowed(project: Project, check: string, traces: BundlerTraces, text: string): Finding[] {
  const where = bundledBy(project, traces);
  if (where === undefined || !hasCopy(project, BUNDLED, "workers") || hasOwnEntry(project, traces)) return [];
  return [
    named(
      check,
      note(
        `${where}: ${text}: the bundle would look for tasks.worker${endIn(project)} beside itself`,
        ownEntry(project),
      ),
    ),
  ];
}

function webpack(project: Project): Finding[] {
  const where = bundledBy(project, WEBPACK);
  if (where === undefined) return [];
  const findings: Finding[] = [];
  if (hasCopy(project, ["node"], "threads") && !configOf(project, WEBPACK).includes("from node:worker_threads")) {
    const text =
      'webpack looks for the Worker of "worker_threads", not for that of "node:worker_threads", which a copy imports';
    const next = 'set module.parser.javascript.worker to ["...", "Worker from node:worker_threads"]';
    findings.push(named("webpack-threads", note(`${where}: ${text}`, next)));
  }
  if (hasCopy(project, BUNDLED, "processes") && !hasOwnEntry(project, WEBPACK)) {
    const text = `webpack follows new Worker(new URL(…, import.meta.url)), not fork or spawn, and copies the ${endIn(project)} file as it is`;
    const next = `for a process pool, ${ownEntry(project)}; and set module.parser.javascript.url to false`;
    findings.push(named("webpack-processes", note(`${where}: ${text}`, next)));
  }
  return findings;
}

function vite(project: Project): Finding[] {
  // Vitest reads the settings of Vite, and bundles nothing.
  const isForTests = project.manifest?.dependencies["vitest"] !== undefined;
  const where = isForTests ? startedBy(project, VITE) : bundledBy(project, VITE);
  if (where === undefined || !hasCopy(project, BUNDLED, "anything")) return [];
  const config = configOf(project, VITE);
  const forServers =
    /\bssr\b/.test(config) || project.commands.some(({ text }) => saysAfter(text, /\bvite build\b/, /--ssr/));
  const findings: Finding[] = [];
  if (hasCopy(project, BUNDLED, "workers") && !hasOwnEntry(project, VITE)) {
    const text = "Vite follows new Worker(new URL(…, import.meta.url)) in code for browsers, not for servers";
    findings.push(named("vite", note(`${where}: ${text}`, ownEntry(project))));
  }
  if (!forServers) {
    const text = "Vite builds for browsers, which have none of the modules that a copy needs";
    findings.push(
      named("vite-browser", note(`${where}: ${text}`, "build what uses a copy for a server: set build.ssr")),
    );
  }
  if (isTypeScript(project) && viteMajor(project) >= 8 && !/\btopLevelVar:\s*false\b/.test(config)) {
    const text =
      "Vite 8 makes `var` of a top-level `await using`, so that the pool is never closed and the program does not end";
    const found = forServers && project.copies.length > 0 ? problem : note;
    const next = "set build.rolldownOptions.output.topLevelVar to false";
    findings.push(named("vite-closing", found(`${where}: ${text}`, next)));
  }
  return findings;
}

const configOf = ({ read }: Project, { files }: BundlerTraces): string =>
  files.map((file) => read(file) ?? "").join("\n");

/** Of what is installed, else of what is wanted; infinite where neither says it. */
function viteMajor({ folder, manifest }: Project): number {
  const installed = upwards(folder, "node_modules/vite/package.json");
  const version = installed === undefined ? manifest?.dependencies["vite"] : versionIn(installed);
  return Number(/\d+/.exec(version ?? "")?.[0] ?? Infinity);
}
