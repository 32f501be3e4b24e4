/** Which published claims there are: the files of `core/src/measure/claims/published`. They are loaded for their descriptions alone. */
import { join } from "node:path";
import type { Claim } from "@triathlon/core/measure/claims/claim";
import { REPOSITORY } from "../../../repository.ts";
import { discoverProbes } from "../discover-probes.ts";

/** By name. @throws {TypeError} when a file's name is not its description's */
export const discoverClaims = (root = REPOSITORY): Promise<Claim[]> =>
  discoverProbes<Claim>(join(root, "packages/core/src/measure/claims/published"));
