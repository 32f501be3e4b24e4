/** What a runtime's program for the claims does: reads an order, runs one side of a claim, writes the answer beside it. */
import { obeyProbe } from "../experiments/obey-experiment.ts";
import type { ClaimsNative, PublishedClaim } from "./claim.ts";

/** Obeys the order in the file named by the last command-line argument, and ends the process with all it started. */
export const obeyClaim = (native: ClaimsNative): Promise<never> =>
  obeyProbe(native, async (name): Promise<PublishedClaim> => import(`./published/${name}.ts`));
