/** The program of the claims: runs one side of one, and exits. */
import { obeyClaim } from "@triathlon/core/measure/claims/obey-claim";
import { native } from "./native.ts";

await obeyClaim(native);
