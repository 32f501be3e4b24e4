/** Bundlers, test runners and deployment targets that a copy must get along with. */
import { type Finding, note, ok, problem } from "./finding.ts";
import type { Project } from "./project.ts";

interface Tool {
  /** Packages that give it away. */
  packages: string[];
  /** Files that do. */
  files: string[];
  text: string;
  next: string;
}

const OWN_ENTRY = "give tasks.worker.ts as an entry of its own, and name its output in new URL(…)";

/** How a worker's module gets into the bundle. A module that `fork` or `spawn` starts is seen by none of them. */
const BUNDLERS: Record<string, Tool> = {
  webpack: {
    packages: ["webpack", "@rspack/core"],
    files: ["webpack.config.js", "webpack.config.ts", "webpack.config.mjs", "webpack.config.cjs", "rspack.config.js"],
    text: "webpack follows new Worker(new URL(…, import.meta.url)), not fork or spawn",
    next: `for a process pool, ${OWN_ENTRY}`,
  },
  vite: {
    packages: ["vite"],
    files: ["vite.config.js", "vite.config.ts", "vite.config.mjs", "vite.config.mts"],
    text: "Vite follows new Worker(new URL(…, import.meta.url)) in code for browsers, not for servers",
    next: OWN_ENTRY,
  },
  esbuild: {
    packages: ["esbuild", "tsup"],
    files: ["tsup.config.ts", "tsup.config.js"],
    text: "esbuild (and tsup) does not follow new URL(…, import.meta.url)",
    next: OWN_ENTRY,
  },
  rollup: {
    packages: ["rollup", "rolldown", "tsdown"],
    files: ["rollup.config.js", "rollup.config.mjs", "rolldown.config.ts", "tsdown.config.ts"],
    text: "Rollup and Rolldown do not follow new URL(…, import.meta.url)",
    next: OWN_ENTRY,
  },
};

/** Where there is neither a thread nor a process to be had. */
const EDGE: Record<string, Tool> = {
  "Cloudflare Workers": {
    packages: [
      "wrangler",
      "@cloudflare/workers-types",
      "@remix-run/cloudflare",
      "@opennextjs/cloudflare",
      "@astrojs/cloudflare",
    ],
    files: ["wrangler.toml", "wrangler.json", "wrangler.jsonc"],
    text: "Cloudflare Workers have no threads and no child processes",
    next: "take async-pool there, and run the other pools in a server of your own",
  },
  "edge functions": {
    packages: ["@vercel/edge", "@netlify/edge-functions", "@sveltejs/adapter-cloudflare", "@fastly/js-compute"],
    files: ["fastly.toml"],
    text: "edge functions have no threads and no child processes",
    next: "take async-pool there, and run the other pools in a server of your own",
  },
};

const FRAMEWORKS: Record<string, Tool> = {
  Next: {
    packages: ["next"],
    files: ["next.config.js", "next.config.mjs", "next.config.ts"],
    text: 'Next has no workers in middleware and wherever runtime is "edge"; its bundler does not keep a worker\'s module beside the page',
    next: "start the pool in a program of its own, or keep the copy out of the bundle with serverExternalPackages",
  },
  Remix: {
    packages: ["@remix-run/dev", "@react-router/dev"],
    files: [],
    text: "Remix and React Router bundle a server's code with Vite, which does not follow a worker's module there",
    next: "start the pool in a program of its own",
  },
};

const RUNNERS: Record<string, Tool> = {
  Vitest: {
    packages: ["vitest"],
    files: [],
    text: "Vitest would take pool.test.ts for its own",
    next: "exclude it: it is for the runtime's own runner; or add with --no-test",
  },
  Jest: {
    packages: ["jest"],
    files: [],
    text: "Jest would take pool.test.ts for its own",
    next: "exclude it: it is for the runtime's own runner; or add with --no-test",
  },
};

export function checkTools(project: Project): Finding[] {
  const uses = ({ packages, files }: Tool): boolean =>
    project.dependsOn(...packages) !== undefined || files.some((file) => project.has(file));
  const found = (tools: Record<string, Tool>): Tool[] => Object.values(tools).filter(uses);
  const workers =
    project.copies.length === 0 || project.copies.some(({ copy }) => !copy.record.item.endsWith("/async-pool"));
  const tests = project.copies.some(({ item }) => item?.files.some(({ test }) => test));
  const findings = [
    ...found(EDGE).map(({ text, next }) => (workers ? problem(text, next) : note(text))),
    ...found(FRAMEWORKS).map(({ text, next }) => note(text, next)),
    ...found(BUNDLERS).map(({ text, next }) => note(text, next)),
    ...(tests ? found(RUNNERS).map(({ text, next }) => note(text, next)) : []),
  ];
  return findings.length > 0 ? findings : [ok("no bundler, no edge target")];
}
