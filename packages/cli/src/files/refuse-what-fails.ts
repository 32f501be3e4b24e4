import { Refusal } from "../refusal.ts";

/**
 * What the system refuses is said in a sentence.
 *
 * @throws {Refusal} when the system refuses what is done to the folder
 */
export function refuseWhatFails<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Refusal(
      `Cannot write into "${folder}": wanted a folder that takes files, found ${error.message}: nothing was changed: see to that, and try again`,
      { cause: error },
    );
  }
}
