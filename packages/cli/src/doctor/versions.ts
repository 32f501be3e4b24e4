/** Whether the runtimes are there, and new enough. */
import process from "node:process";
import type { Item } from "../items/item.ts";
import { isAtLeast, minimumOf, orNewer } from "../items/needs.ts";
import { type Finding, ok, note, problem } from "./finding.ts";
import type { Project } from "./project.ts";
import { askVersion, findRuntime, isRuntime } from "./runtimes.ts";

/**
 * The newest version that a copy needs counts; without copies, the oldest that any item runs in.
 *
 * @param ask gives what a program prints of its version; throws when it cannot be run
 */
export function checkVersions(project: Project, items: readonly Item[], ask = askVersion): Finding[] {
  const path = process.env["PATH"] ?? "";
  return project.runtimes.filter(isRuntime).map((runtime) => {
    const { wanted, who } = wantedOf(runtime, project, items);
    const needs = `${who} ${who.includes(",") ? "need" : "needs"} ${orNewer(runtime, wanted)}`;
    const program = findRuntime(runtime, path, project.folder);
    if (program !== undefined && !mayRun(program)) {
      const text = `${needs}; \`${runtime}\` was not asked for its version: Deno may not run it`;
      return note(text, "grant --allow-run to have it asked");
    }
    let found: string | undefined;
    try {
      found = program === undefined ? undefined : /\d+\.\d+\.\d+/.exec(ask(program))?.[0];
    } catch {
      // It is not there, or is no program.
    }
    const level = project.copies.length > 0 ? problem : note;
    const next = `install ${orNewer(runtime, wanted)}`;
    if (found === undefined) return level(`${needs}; no \`${runtime}\` on PATH runs`, next);
    if (!isAtLeast(found, wanted)) return level(`${needs}; \`${runtime}\` here is ${found}`, next);
    return ok(`${runtime} ${found}`);
  });
}

function wantedOf(runtime: string, { copies }: Project, items: readonly Item[]): { wanted: string; who: string } {
  const own = copies.flatMap(({ copy, item }) =>
    item?.runtime === runtime ? [{ who: copy.shown, wanted: minimumOf(item) }] : [],
  );
  const oldest = items.filter((item) => item.runtime === runtime).map(minimumOf);
  const wanted =
    own
      .map((copy) => copy.wanted)
      .sort(byAge)
      .at(-1) ??
    oldest.sort(byAge)[0] ??
    "0.0.0";
  const who = own.filter((copy) => copy.wanted === wanted).map((copy) => copy.who);
  return { wanted, who: who.join(", ") || "a copy" };
}

/** Oldest first. */
const byAge = (a: string, b: string): number => (a === b ? 0 : isAtLeast(a, b) ? 1 : -1);

interface DenoGlobal {
  permissions: { querySync: (of: { name: "run"; command: string }) => { state: string } };
}

/** False where Deno runs this without leave to run the command: trying it says no more than that it failed. */
function mayRun(command: string): boolean {
  const { Deno: deno } = globalThis as { Deno?: DenoGlobal };
  return deno === undefined || deno.permissions.querySync({ name: "run", command }).state === "granted";
}
