/** Whether the runtimes are there, and new enough. */
import process from "node:process";
import { type Finding, ok, note, problem } from "./finding.ts";
import type { Project } from "./project.ts";
import { askVersion, findRuntime, isRuntime } from "./runtimes.ts";

/** @param ask gives what a program prints of its version; throws when it cannot be run */
export function checkVersions(project: Project, minimum: ReadonlyMap<string, string>, ask = askVersion): Finding[] {
  const path = process.env["PATH"] ?? "";
  return project.runtimes.filter(isRuntime).map((runtime) => {
    const wanted = minimum.get(runtime) ?? "0.0.0";
    const next = `install ${runtime} ${wanted} or newer`;
    const program = findRuntime(runtime, path, project.folder);
    if (program !== undefined && !mayRun(program)) {
      const text = `${runtime}: wanted ${wanted} or newer, not asked: Deno may not run it`;
      return note(text, "grant --allow-run to have it asked");
    }
    let found: string | undefined;
    try {
      found = program === undefined ? undefined : /\d+\.\d+\.\d+/.exec(ask(program))?.[0];
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

function isAtLeast(found: string, wanted: string): boolean {
  const [a, b] = [found, wanted].map((version) => version.split(".").map(Number)) as [number[], number[]];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 || a[at]! > b[at]!;
}
