/** A workload at one size, ready to be run by any cell: its place and its oracle's checksum. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FoundWorkload } from "./workloads.ts";
import { REPOSITORY } from "../../repository.ts";
import { EMITTED } from "./emit-javascript.ts";
import { placeFolder } from "./place.ts";

export interface Job {
  workload: FoundWorkload;
  size: string;
  parameters: unknown;
  folder: string;
  /** The user's own folder, if there is one and the workload takes it. */
  files: string | null;
  /** Where the program lies that runs it. */
  repository: string;
}

/** @param repository another checkout than this one, where programs of its own are measured */
export function createJob(
  workload: FoundWorkload,
  size: string,
  files: string | null,
  repository: string = REPOSITORY,
): Job {
  const { description, url } = workload;
  const parameters = description.sizes[size]?.parameters;
  const taken = description.takesFiles ? files : null;
  return {
    workload,
    size,
    parameters,
    folder: placeFolder({ name: description.name, url }, size, parameters, taken),
    files: taken,
    repository,
  };
}

/** What every program that runs the job may read: the source, what it imports, and its input. */
export function readableBy(job: Job): string[] {
  return [
    join(job.repository, "packages"),
    join(job.repository, "node_modules"),
    join(job.repository, EMITTED),
    dirname(fileURLToPath(job.workload.url)),
    job.folder,
    ...(job.files === null ? [] : [job.files]),
  ];
}
