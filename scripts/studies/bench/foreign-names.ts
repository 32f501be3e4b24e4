/** What a plan names that is not this repository's: a results folder may be anybody's, and what a plan names is run and read. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plan } from "@triathlon/core/results/plan";
import { REPOSITORY } from "../../repository.ts";

const WORKLOADS = join(REPOSITORY, "packages/core/src/workloads");

/** A line each; none where all is this repository's own. */
export function foreignNames({ workloads, files }: Pick<Plan, "workloads" | "files">): string[] {
  const modules = Object.entries(workloads).filter(([name, { url }]) => !isOwn(name, url));
  return [
    ...modules.map(([name, { url }]) => `${url}, run as "${name}"`),
    ...(files === null ? [] : [`${files}, read`]),
  ];
}

const isOwn = (name: string, url: string): boolean =>
  /^[a-z0-9][a-z0-9-]*$/.test(name) && url === pathToFileURL(join(WORKLOADS, `${name}.ts`)).href;
