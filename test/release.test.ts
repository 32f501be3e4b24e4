/** What runs where this project is built and published, and what it may do there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), "utf8");
const workflows = readdirSync(fileURLToPath(new URL(".github/workflows", root)));

/** What stands below a key, as lines, and by the keys of the next level. */
function below(yaml: string, key: string, indent = 0): string {
  const [, rest = ""] = new RegExp(`^ {${indent}}${key}:[^\\n]*\\n([^]*)`, "m").exec(`${yaml}\n`) ?? [];
  const end = rest.search(new RegExp(`^ {0,${indent}}[^\\s#]`, "m"));
  return end < 0 ? rest : rest.slice(0, end);
}
const keysOf = (yaml: string, indent: number): string[] =>
  [...yaml.matchAll(new RegExp(`^ {${indent}}([\\w-]+):`, "gm"))].map(([, key = ""]) => key);

/** Each job of a workflow with what it may do beyond reading, and its text. */
function jobsOf(workflow: string) {
  const jobs = below(text(`.github/workflows/${workflow}`), "jobs");
  return keysOf(jobs, 2).map((name) => {
    const job = below(jobs, name, 2);
    const writes = [...below(job, "permissions", 4).matchAll(/([\w-]+): write/g)].map(([, scope]) => scope);
    return { workflow, name, writes: writes.sort(), job };
  });
}
const jobs = workflows.flatMap(jobsOf);

describe("the workflows", () => {
  it("take every action at a commit, and say which version that is", () => {
    const uses = workflows.flatMap((file) => [...text(`.github/workflows/${file}`).matchAll(/uses: (.*)/g)]);
    expect(uses.length).toBeGreaterThan(5);
    for (const [, action] of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("may read by default, and leave no token in what they check out", () => {
    for (const file of workflows) {
      const yaml = text(`.github/workflows/${file}`);
      expect(below(yaml, "permissions").trim(), file).toBe("contents: read");
      const checkouts = yaml.split("actions/checkout@").slice(1);
      for (const step of checkouts) expect(step.split("- uses:")[0], file).toContain("persist-credentials: false");
      expect(yaml).not.toContain("pull_request_target");
    }
  });

  it("write and sign in one job, which runs no test and comes after the one that does", () => {
    const writing = jobs.filter(({ writes }) => writes.length > 0);
    expect(writing.map(({ workflow, name, writes }) => ({ workflow, name, writes }))).toEqual([
      { workflow: "release.yml", name: "publish", writes: ["contents", "id-token", "pull-requests"] },
    ]);
    const [{ job } = { job: "" }] = writing;
    expect(job).toContain("needs: test\n");
    expect(job).not.toMatch(/pnpm@[\d.]+ (run )?test|turbo|bench/);
    const withSecrets = jobs.filter((other) => other.job.includes("secrets."));
    expect(withSecrets.map(({ name }) => name)).toEqual(["publish"]);
  });
});

describe("installing", () => {
  it("runs the scripts of four packages alone, each a program for this machine", () => {
    expect(
      below(text("pnpm-workspace.yaml"), "allowBuilds")
        .trim()
        .split(/\s*\n\s*/),
    ).toEqual(["bun: true", "deno: true", "esbuild: true", "msgpackr-extract: false", "node: true"]);
    // Other ways to say the same, and to say it of all.
    const settings = ["pnpm-workspace.yaml", ".npmrc", "package.json"].map(text).join("\n");
    expect(settings).not.toMatch(
      /dangerouslyAllowAllBuilds|dangerously-allow-all-builds|onlyBuiltDependencies|only-built-dependencies|pnpmfile/,
    );
    expect(existsSync(new URL(".pnpmfile.cjs", root)) || existsSync(new URL(".pnpmfile.mjs", root))).toBe(false);
  });

  it("a published package runs nothing", () => {
    for (const name of ["cli", "core"]) {
      const { scripts } = JSON.parse(text(`packages/${name}/package.json`)) as { scripts: Record<string, string> };
      const run = ["preinstall", "install", "postinstall", "prepare"].filter((script) => script in scripts);
      expect(run, name).toEqual([]);
    }
  });
});
