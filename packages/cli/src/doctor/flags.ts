/** Flags that keep a runtime from running a copy, and what Deno must grant. */
import { type Finding, note, ok, problem } from "./finding.ts";
import { isTypeScript, type Project } from "./project.ts";

export function checkFlags(project: Project): Finding[] {
  const { environment, commands, runtimes, copies } = project;
  const findings: Finding[] = [];
  const lines = [{ where: "NODE_OPTIONS", text: environment["NODE_OPTIONS"] ?? "" }, ...commands];
  if (runtimes.includes("node"))
    for (const { where, text } of lines) findings.push(...nodeFlags(where, text, isTypeScript(project)));
  for (const { copy, item } of copies) {
    if (item?.runtime !== "deno") continue;
    const grants = item.permissions === "none" ? "no permission" : item.permissions;
    findings.push(
      note(`${copy.shown}: Deno must grant ${grants}${item.run === "none" ? "" : `: ${item.run}, in that folder`}`),
    );
  }
  return findings.some(({ level }) => level === "problem") ? findings : [ok("no flag is in the way"), ...findings];
}

function nodeFlags(where: string, text: string, strips: boolean): Finding[] {
  const findings: Finding[] = [];
  const unstripped = strips && /--no-(?:experimental-)?strip-types/.exec(text)?.[0];
  if (unstripped) {
    findings.push(
      problem(`${where}: ${unstripped} keeps Node from running TypeScript`, "take it out, or build the copy"),
    );
  }
  if (/--permission\b/.test(text)) {
    const missing = ["--allow-fs-read", "--allow-worker", "--allow-child-process"].filter(
      (flag) => !text.includes(flag),
    );
    if (missing.length > 0) {
      findings.push(
        problem(`${where}: --permission without ${missing.join(", ")}`, "grant what the copy's pool starts"),
      );
    }
  }
  return findings;
}
