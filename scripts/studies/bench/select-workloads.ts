/** The workloads of a run: those named, files from outside among them, or those of the mode. */
import { type FoundWorkload, isPath, loadWorkload } from "./workloads.ts";
import { UsageError } from "../../usage-error.ts";
import { choose } from "../../choose.ts";

/**
 * @param names of `discovered`, or paths of workload files; undefined: all of them
 * @throws {UsageError} on an unknown name, a file that is no workload, or two workloads of one name
 */
export async function selectWorkloads(
  discovered: readonly FoundWorkload[],
  names: readonly string[] | undefined,
): Promise<FoundWorkload[]> {
  if (names === undefined) return [...discovered];
  const chosen = choose(
    "workload",
    names.filter((name) => !isPath(name)),
    discovered,
    ({ description }) => description.name,
  );
  for (const path of names.filter(isPath)) {
    const workload = await loadWorkload(path);
    const { name } = workload.description;
    if (chosen.some(({ description }) => description.name === name)) {
      throw new UsageError(
        `Cannot plan the run: two workloads have the name "${name}": rename the one in "${path}" (its "description.name")`,
      );
    }
    chosen.push(workload);
  }
  return chosen;
}
