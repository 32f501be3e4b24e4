/** Commands that make a program of its own: `bun build --compile` and `deno compile`. */
import type { Copy } from "../copies/find-copies.ts";
import { readInside } from "../files/read-file.ts";
import { endOf } from "../items/item.ts";
import { Refusal } from "../refusal.ts";
import { saysAfter } from "./command-lines.ts";
import { type Finding, named, note, problem } from "./finding.ts";
import { endIn, hasCopy, type Project } from "./project.ts";

export function checkCompilers(project: Project): Finding[] {
  return project.commands.flatMap(({ where, text }) => [
    ...(saysAfter(text, /\bbun build\b/, /--compile\b/) ? bunBuild(project, where, text) : []),
    ...(/\bdeno compile\b/.test(text) ? denoCompile(project, where, text) : []),
  ]);
}

function bunBuild(project: Project, where: string, command: string): Finding[] {
  const findings: Finding[] = [];
  if (hasCopy(project, ["bun"], "threads") && !command.includes("worker")) {
    const text = `${where}: bun build --compile does not follow new URL(…): the program would not find tasks.worker${endIn(project)}`;
    findings.push(
      named("bun-compile-threads", note(text, `name tasks.worker${endIn(project)} as a second entry point`)),
    );
  }
  if (hasCopy(project, ["bun"], "processes") && !isItsOwnWorker(project)) {
    const text = `${where}: process.execPath of a compiled program is the program itself: each child of a process pool would start the whole program again, without end`;
    const end = endIn(project);
    const next = `do not run it: start [process.execPath, "worker"], and have main${end} import tasks.worker${end} where process.argv[2] says so; or take thread-pool`;
    const found = project.copies.length > 0 ? problem : note;
    findings.push(named("bun-compile-processes", found(text, next)));
  }
  return findings;
}

/** Every process pool's `main.ts` asks what it was started for. */
function isItsOwnWorker({ copies }: Project): boolean {
  const pools = copies.filter(({ copy }) => copy.record.item === "bun/process-pool");
  return pools.length > 0 && pools.every(({ copy }) => /process\.argv/.test(mainOf(copy)));
}

function mainOf({ folder, record }: Copy): string {
  try {
    return readInside(folder, `main${endOf(record)}`)?.toString() ?? "";
  } catch (error) {
    if (error instanceof Refusal) return "";
    throw error;
  }
}

function denoCompile(project: Project, where: string, command: string): Finding[] {
  const say = (text: string, next: string): Finding => named("deno-compile", note(`${where}: ${text}`, next));
  const findings: Finding[] = [];
  if (hasCopy(project, ["deno"], "threads") && !command.includes("--include")) {
    findings.push(
      say("deno compile does not embed a worker's module by itself", `give --include tasks.worker${endIn(project)}`),
    );
  }
  if (hasCopy(project, ["deno"], "processes")) {
    const text =
      "a process pool starts `deno` with a module that lies inside the compiled program, where no other process finds it";
    findings.push(say(text, "have deno and the copy's files where the program runs, or take thread-pool"));
  }
  if (findings.length === 0 && hasCopy(project, ["deno"], "anything")) {
    const text =
      "deno compile downloads the runtime that it puts into the program; a copy inside one has not been tried";
    findings.push(say(text, "look at its list of embedded files, and run the program once"));
  }
  return findings;
}
