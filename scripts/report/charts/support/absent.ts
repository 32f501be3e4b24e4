/** What to say in place of a picture that an experiment would give. */
import type { Absent } from "../../pictures/picture.ts";

export function experimentAbsent(about: Omit<Absent, "absent">, experiment: string): Absent {
  return {
    ...about,
    absent: `Not in this report: \`pnpm experiments --only ${experiment}\` measures it, \`pnpm report --experiments DIR\` joins it.`,
  };
}
