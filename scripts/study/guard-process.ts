/**
 * The guard: ends the running execution when the runner is gone, however it went.
 *
 *     runner ──"4711\n" (group in charge), "0\n" (none)──▶ stdin of the guard
 *     runner dies ─▶ the pipe ends ─▶ the guard kills the group it was told last
 *
 * Started without tsx, in a session of its own, so that Ctrl-C does not reach it. It sleeps in a blocking read: it uses
 * no CPU while something is measured.
 */
import { readSync } from "node:fs";
import { endGroup } from "./end-group.ts";

const STDIN = 0;

let group = 0;
let unfinished = "";
const buffer = Buffer.alloc(4096);
for (let size = read(); size > 0; size = read()) {
  const lines = (unfinished + buffer.toString("utf8", 0, size)).split("\n");
  unfinished = lines.pop() ?? "";
  group = Number(lines.at(-1) ?? group);
}
if (group > 0) endGroup(group);

/** 0 at the end of the pipe; on Windows that is an error. */
function read(): number {
  try {
    return readSync(STDIN, buffer);
  } catch {
    return 0;
  }
}
