/** Has a job's files made and its oracle asked, by the pinned Node, before anything of it is measured. */
import { prepareAnswer } from "@triathlon/core/results/order";
import { z } from "zod";
import { cleanEnvironment } from "../../clean-environment.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { argumentsOf } from "../../study/arguments-of.ts";
import { type Job, readableBy } from "./job.ts";
import { OrderFolder } from "../../study/order-folder.ts";
import { type GroupOptions, runInGroup } from "../../study/run-in-group.ts";

/** Making a large corpus takes longer than any execution may. */
const TIME_LIMIT_SECONDS = 120;

const failed = z.object({ outcome: z.literal("failed"), reason: z.string() });

export type Prepared = { checksum: string } | { reason: string };

/** The oracle's checksum, or why there is none. */
export async function prepare(
  job: Job,
  node: AvailableRuntime,
  options: Pick<GroupOptions, "signal" | "guard">,
): Promise<Prepared> {
  using folder = new OrderFolder();
  const { url } = job.workload;
  folder.write({
    do: "prepare",
    workload: url,
    size: job.size,
    place: { folder: job.folder, files: job.files, site: null },
    answer: folder.answer,
  });
  const needs = { read: [...readableBy(job), folder.path], write: [folder.path, job.folder], net: [] };
  const end = await runInGroup(
    {
      file: node.binary,
      args: argumentsOf(node, needs, folder.order),
      environment: cleanEnvironment({ ...node.environment, TRIATHLON_WORKLOAD: url }),
      workingFolder: folder.path,
    },
    { ...options, timeLimitSeconds: TIME_LIMIT_SECONDS },
  );
  if (end.endedBecause !== null) return { reason: `could not be prepared: ${end.endedBecause}` };
  const answer = folder.read(z.union([prepareAnswer, failed]));
  if ("checksum" in answer) return answer;
  const lastWords = end.stderrTail === "" ? "" : `\n${end.stderrTail}`;
  return { reason: `could not be prepared: ${answer.reason}${lastWords}` };
}
