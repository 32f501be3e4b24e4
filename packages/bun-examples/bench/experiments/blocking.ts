/** Bun's own functions that block. */
import { Database } from "bun:sqlite";
import { COUNTING, type Blocking } from "@triathlon/core/measure/experiments/probe";

const database = new Database(":memory:");

export const blocking: Blocking = {
  queryDatabase: () => void database.query(COUNTING).get(),
  runProgram: () => void Bun.spawnSync([process.execPath, "--version"]),
};
