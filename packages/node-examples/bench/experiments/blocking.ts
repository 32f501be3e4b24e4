/** Node's own functions that block. */
import { execFileSync } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import { COUNTING, type Blocking } from "@triathlon/core/measure/experiments/probe";

const database = new DatabaseSync(":memory:");

export const blocking: Blocking = {
  queryDatabase: () => void database.prepare(COUNTING).get(),
  runProgram: () => void execFileSync(process.execPath, ["--version"]),
};
