/** What a runtime's package says of it, in `runtime.json`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installedRuntime, type InstalledRuntime } from "@triathlon/core/results/runtime";
import { REPOSITORY } from "../repository.ts";

export const describeRuntime = (name: string): InstalledRuntime =>
  installedRuntime.parse(JSON.parse(readFileSync(join(REPOSITORY, `packages/${name}-examples/runtime.json`), "utf8")));
