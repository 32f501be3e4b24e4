/**
 * Folders for the time of one execution. Their names say whose they are, so that what a killed process left is removed by the next one.
 *
 *     triathlon-<machine>-<process>-<when it began>-<six letters>
 */
import { createHash } from "node:crypto";
import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, thisProcess } from "./living-process.ts";
import { orRefuse, removeQuietly, system } from "./write-files.ts";

const NAME = /^triathlon-(?<machine>[0-9a-f]{8})-(?<pid>[1-9]\d{0,9})-(?<began>\d+)-\w{6}$/;

let isFirst = true;

/** Dispose of it to remove the folder with all that is in it. */
export class TemporaryFolder implements Disposable {
  /** Real path. */
  readonly path: string;

  /** @throws {WriteError} when the system's folder for temporary files takes none */
  constructor() {
    if (isFirst) removeLeftovers(tmpdir());
    isFirst = false;
    const { pid, began } = thisProcess();
    const prefix = join(tmpdir(), `triathlon-${machine()}-${pid}-${began ?? 0}-`);
    this.path = orRefuse(`make a folder in "${tmpdir()}"`, () => realpathSync(system.makeFolderOfOwn(prefix)));
  }

  [Symbol.dispose](): void {
    removeQuietly(this.path);
  }
}

/** Removes the folders of processes of this machine that live no more. Those of another's containers or users are not touched. */
export function removeLeftovers(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // whoever wants a folder in it will hear of it
  }
  for (const name of names) {
    const found = NAME.exec(name)?.groups;
    if (found?.["machine"] !== machine()) continue;
    const began = found["began"] === "0" ? null : found["began"]!;
    if (!isAlive({ pid: Number(found["pid"]), began })) removeQuietly(join(folder, name));
  }
}

/** Containers share folders and not the numbers of processes. */
export function machine(): string {
  let numbering = "";
  try {
    numbering = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Elsewhere there is one for all.
  }
  return createHash("sha256").update(`${hostname()} ${numbering}`).digest("hex").slice(0, 8);
}
