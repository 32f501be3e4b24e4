/** `triathlon doctor [DIR]`: what in a project would keep a copy from running. It reads files, and asks runtimes for their version. */
import process from "node:process";
import { folderTold } from "../copies/find-copies.ts";
import { checkBundlers } from "../doctor/bundlers.ts";
import { checkCompilers } from "../doctor/compilers.ts";
import { checkCopies, checkDependencyCopies } from "../doctor/copies.ts";
import { type Finding, ok } from "../doctor/finding.ts";
import { checkFlags } from "../doctor/flags.ts";
import { checkModuleType } from "../doctor/module-type.ts";
import { readProject } from "../doctor/project.ts";
import { checkTools } from "../doctor/tools.ts";
import { checkTsconfig } from "../doctor/tsconfig.ts";
import { checkVersions } from "../doctor/versions.ts";
import type { Environment } from "../environment.ts";
import type { Catalogue } from "../items/catalogue.ts";

/**
 * The exit code is 1 where there is a problem.
 *
 * @param told the project's folder; the one the command was called in where it is left out
 * @throws {UsageError} when it is no folder
 */
export function doctor(
  { folder, catalogue, print, fail }: Environment,
  told: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const project = told === undefined ? folder : folderTold(folder, told, "examine");
  const findings = examine(project, catalogue, environment, folder);
  for (const { level, text, next } of findings) {
    print(`${level.padEnd(9)}${text}\n`);
    if (next !== undefined) print(`${"".padEnd(9)}-> ${next}\n`);
  }
  const problems = findings.filter(({ level }) => level === "problem").length;
  print(`\n${problems === 0 ? "No problem" : problems === 1 ? "1 problem" : `${problems} problems`} found.\n`);
  if (problems > 0) fail();
}

/**
 * Everything that the doctor has to say of a folder.
 *
 * @param from where it was called, which is where the names of copies are seen from
 */
export function examine(
  folder: string,
  catalogue: Catalogue,
  environment: NodeJS.ProcessEnv,
  from = folder,
): Finding[] {
  const project = readProject(folder, catalogue, environment, from);
  const tools = [...checkTools(project), ...checkBundlers(project), ...checkCompilers(project)];
  return [
    ...checkVersions(project, catalogue.items),
    ...checkFlags(project),
    ...checkModuleType(project),
    ...checkTsconfig(project),
    ...(tools.length > 0 ? tools : [ok("no bundler, no compiled program, no edge target")]),
    ...checkDependencyCopies(project),
    ...checkCopies(project, catalogue),
  ];
}
