/** Whether the runtimes are there, and new enough. */
import { execFileSync } from "node:child_process";
import { type Finding, ok, note, problem } from "./finding.ts";
import type { Project } from "./project.ts";

/** @param ask gives what a program prints of its version; throws when it cannot be run */
export function checkVersions(project: Project, minimum: ReadonlyMap<string, string>, ask = askVersion): Finding[] {
  return project.runtimes.map((runtime) => {
    const wanted = minimum.get(runtime) ?? "0.0.0";
    const next = `install ${runtime} ${wanted} or newer`;
    if (!mayRun(runtime)) {
      const text = `${runtime}: wanted ${wanted} or newer, not asked: Deno may not run it`;
      return note(text, "grant --allow-run to have it asked");
    }
    let found: string | undefined;
    try {
      found = /\d+\.\d+\.\d+/.exec(ask(runtime))?.[0];
    } catch {
      // It is not there, or is no program.
    }
    const needed = project.copies.length > 0 ? problem : note;
    if (found === undefined) return needed(`${runtime}: wanted ${wanted} or newer on PATH, found none that runs`, next);
    if (!isAtLeast(found, wanted)) return needed(`${runtime}: wanted ${wanted} or newer, found ${found}`, next);
    return ok(`${runtime} ${found}`);
  });
}

interface DenoGlobal {
  permissions: { querySync: (of: { name: "run"; command: string }) => { state: string } };
}

/** False where Deno runs this without leave to run the command: trying it says no more than that it failed. */
function mayRun(command: string): boolean {
  const { Deno: deno } = globalThis as { Deno?: DenoGlobal };
  return deno === undefined || deno.permissions.querySync({ name: "run", command }).state === "granted";
}

const askVersion = (runtime: string): string =>
  execFileSync(runtime, ["--version"], { stdio: ["ignore", "pipe", "ignore"], timeout: 10_000 }).toString();

function isAtLeast(found: string, wanted: string): boolean {
  const [a, b] = [found, wanted].map((version) => version.split(".").map(Number)) as [number[], number[]];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 || a[at]! > b[at]!;
}
