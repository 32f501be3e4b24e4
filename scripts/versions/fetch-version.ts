/** A version of a runtime from npm, in a folder of its own: the first install of this repository stays as small as it is. */
import { join } from "node:path";
import process from "node:process";
import { execa } from "execa";
import { makeFolder, writeFile } from "../files/write-files.ts";

/** Of a `runtime.json`. */
export interface Fetched {
  package: string;
  binary: string;
  binaryOnWindows: string;
}

const LONG_MS = 5 * 60_000;

/**
 * @param folder where it goes; made where it is not there
 * @returns the binary
 * @throws {Error} with what npm said, when it cannot be fetched or does not run
 */
export async function fetchVersion(runtime: Fetched, version: string, folder: string): Promise<string> {
  makeFolder(folder);
  writeFile(join(folder, "package.json"), "{}");
  const wanted = `${runtime.package}@${version}`;
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", wanted];
  const { failed, shortMessage, stderr } = await execa("npm", args, { cwd: folder, reject: false, timeout: LONG_MS });
  if (failed) throw new Error(`npm could not fetch ${wanted}: ${stderr.split("\n")[0] || shortMessage}`);
  const file = process.platform === "win32" ? runtime.binaryOnWindows : runtime.binary;
  const binary = join(folder, "node_modules", runtime.package, file);
  const said = await execa(binary, ["--version"], { reject: false, timeout: 10_000 });
  if (said.failed || !said.stdout.includes(version)) {
    throw new Error(`${wanted} does not run here: ${said.stdout || said.shortMessage}`);
  }
  return binary;
}
