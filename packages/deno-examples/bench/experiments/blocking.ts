/** Deno's own functions that block. */
import { DatabaseSync } from "node:sqlite";
import { COUNTING, type Blocking } from "@triathlon/core/measure/experiments/probe";

const database = new DatabaseSync(":memory:");

export const blocking: Blocking = {
  queryDatabase: () => void database.prepare(COUNTING).get(),
  runProgram: () => void new Deno.Command(Deno.execPath(), { args: ["--version"] }).outputSync(),
};
