/** Frameworks, test runners and deployment targets that a copy must get along with. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Finding, note, problem } from "./finding.ts";
import { hasCopy, isInSources, type Project, traceOf, type Traces } from "./project.ts";

interface Tool extends Traces {
  text: string;
  next: string;
  /** In which files what is said where that was done, and which words of a program show it. Default: nothing shows it. */
  done?: { files: string[]; says: RegExp; inSources?: RegExp };
}

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
    next: "have Node load the copy, by import(/* turbopackIgnore: true */ …) or as one of serverExternalPackages",
    done: {
      files: ["next.config.js", "next.config.mjs", "next.config.ts"],
      says: /\bserverExternalPackages\b/,
      inSources: /\bturbopackIgnore: true\b/,
    },
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
    text: "Vitest would take the test of a copy for its own",
    next: "exclude it: it is for the runtime's own runner; or add with --no-test",
    done: {
      files: ["vitest.config.ts", "vitest.config.js", "vitest.config.mts", "vite.config.ts", "vite.config.js"],
      says: /\bexclude\b/,
    },
  },
  Jest: {
    packages: ["jest"],
    files: [],
    text: "Jest would take the test of a copy for its own",
    next: "exclude it: it is for the runtime's own runner; or add with --no-test",
    done: {
      files: ["package.json", "jest.config.js", "jest.config.ts", "jest.config.mjs", "jest.config.cjs"],
      says: /\btestPathIgnorePatterns\b/,
    },
  },
};

function isDone(project: Project, { done }: Tool): boolean {
  if (!done) return false;
  const { files, says, inSources } = done;
  return (
    files.some((file) => says.test(project.read(file) ?? "")) ||
    (inSources !== undefined && isInSources(project, inSources))
  );
}

export function checkTools(project: Project): Finding[] {
  const found = (tools: Record<string, Tool>): Tool[] =>
    Object.values(tools).flatMap((tool) => {
      const where = traceOf(project, tool);
      return where === undefined || isDone(project, tool) ? [] : [{ ...tool, text: `${where}: ${tool.text}` }];
    });
  const workers = hasCopy(project, project.runtimes, "workers");
  const tests = project.copies.some(({ copy, item }) =>
    item?.files.some(({ path, test }) => test && existsSync(join(copy.folder, path))),
  );
  return [
    ...found(EDGE).map(({ text, next }) => (workers ? problem(text, next) : note(text))),
    ...found(FRAMEWORKS).map(({ text, next }) => note(text, next)),
    ...(tests ? found(RUNNERS).map(({ text, next }) => note(text, next)) : []),
  ];
}
