/** A workload at one size, ready to be run by any cell: its files and its oracle's checksum. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareAnswer, type PrepareOrder } from "@triathlon/core/results/order";
import { makeFolder } from "../../files/write-files.ts";
import { CACHE, REPOSITORY } from "../../repository.ts";
import { type Beside, execute } from "../../study/execute.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { EMITTED } from "./emit-javascript.ts";
import type { FoundWorkload } from "./workloads.ts";

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
  const folder = placeFolder({ name: description.name, url }, size, parameters, taken);
  return { workload, size, parameters, folder, files: taken, repository };
}

/**
 * Makes the folder of a workload's size where it is missing, and gives its path. Its files are made once, and made anew when anything they
 * depend on has changed: the name holds a hash of the parameters, the user's folder and the module's source.
 */
function placeFolder(
  workload: { name: string; url: string },
  size: string,
  parameters: unknown,
  files: string | null,
): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([parameters, files]))
    .update(readFileSync(fileURLToPath(workload.url)))
    .digest("hex")
    .slice(0, 16);
  const folder = join(REPOSITORY, CACHE, workload.name, `${size}-${hash}`);
  makeFolder(folder);
  return folder;
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

/** Making a large corpus takes longer than any execution may. */
const TIME_LIMIT_SECONDS = 120;

export type Prepared = { checksum: string } | { reason: string };

/** Has its files made and its oracle asked, by the pinned Node, before anything of it is measured. */
export async function prepareJob(job: Job, node: AvailableRuntime, beside: Beside): Promise<Prepared> {
  const { url } = job.workload;
  const { ending, answer } = await execute(
    {
      program: node,
      needs: { read: readableBy(job), write: [job.folder], net: [] },
      variables: { TRIATHLON_WORKLOAD: url },
      order: (folder): PrepareOrder => ({
        do: "prepare",
        workload: url,
        size: job.size,
        parameters: job.parameters,
        place: { folder: job.folder, files: job.files, site: null },
        answer: folder.answer,
      }),
      answer: prepareAnswer,
      timeLimitSeconds: TIME_LIMIT_SECONDS,
    },
    beside,
  );
  if (answer !== null) return answer;
  return { reason: `could not be prepared: ${[ending.reason, ending.stderrTail].filter(Boolean).join("\n")}` };
}
