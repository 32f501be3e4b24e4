/** Flags that keep a runtime from running a copy, and what Deno must grant. */
import { type Finding, note, ok, problem } from "./finding.ts";
import { hasCopy, isTypeScript, type Project } from "./project.ts";

export function checkFlags(project: Project): Finding[] {
  const { environment, commands, runtimes, copies } = project;
  const findings: Finding[] = [];
  const lines = [{ where: "NODE_OPTIONS", text: environment["NODE_OPTIONS"] ?? "" }, ...commands];
  if (runtimes.includes("node")) for (const { where, text } of lines) findings.push(...nodeFlags(where, text, project));
  for (const { copy, item } of copies) {
    if (item?.runtime !== "deno" || commands.some(({ text }) => grants(text, item.permissions))) continue;
    const wanted = item.permissions === "none" ? "no permission" : item.permissions;
    findings.push(
      note(`${copy.shown}: Deno must grant ${wanted}${item.run === "none" ? "" : `: ${item.run}, in that folder`}`),
    );
  }
  return findings.some(({ level }) => level === "problem") ? findings : [ok("no flag is in the way"), ...findings];
}

/** Whether a command of Deno's grants this already. */
function grants(command: string, permissions: string): boolean {
  if (!/\bdeno (run|serve|task|test)\b/.test(command)) return false;
  const flags = permissions === "none" ? [] : permissions.split(" ").map((flag) => flag.replace(/=.*/, ""));
  return /\s(-A|--allow-all)\b/.test(command) || flags.every((flag) => command.includes(flag));
}

function nodeFlags(where: string, text: string, project: Project): Finding[] {
  const findings: Finding[] = [];
  const unstripped = isTypeScript(project) && /--no-(?:experimental-)?strip-types/.exec(text)?.[0];
  if (unstripped) {
    findings.push(
      problem(`${where}: ${unstripped} keeps Node from running TypeScript`, "take it out, or build the copy"),
    );
  }
  if (/--permission\b/.test(text)) {
    const missing = granted(project).filter((flag) => !text.includes(flag));
    if (missing.length > 0) {
      findings.push(
        problem(`${where}: --permission without ${missing.join(", ")}`, "grant what the copy's pool starts"),
      );
    }
  }
  return findings;
}

/** What Node's permission model must grant, and no more. In each process of a pool a thread sees that the parent is there. */
function granted(project: Project): string[] {
  const starts = (kind: "processes" | "workers" | "jobs"): boolean => hasCopy(project, ["node"], kind);
  return [
    "--allow-fs-read",
    ...(starts("workers") || starts("jobs") ? ["--allow-worker"] : []),
    ...(starts("processes") || starts("jobs") ? ["--allow-child-process"] : []),
  ];
}
