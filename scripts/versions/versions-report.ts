/** What was found of versions: one record for each version of a runtime, kept in `docs/results/versions.json`. */
import { runtimeName } from "@triathlon/core/results/record";
import { z } from "zod";

/** What a pool is copied as (a folder of TypeScript or of JavaScript, or one file of either), and what is typed to have it so. */
export const TYPED = { ts: "`.ts`", js: "`--js`", single: "`--single`", "single-js": "`--single --js`" } as const;
export type Form = keyof typeof TYPED;
export const FORMS = Object.keys(TYPED) as Form[];
export const POOLS = ["async-pool", "thread-pool", "process-pool"] as const;
export type Pool = (typeof POOLS)[number];
export const MODEL_OF = {
  "async-pool": "async",
  "thread-pool": "threading",
  "process-pool": "multiprocessing",
} as const;

const tried = z.strictObject({
  pool: z.enum(POOLS),
  form: z.enum(FORMS),
  /** The line that says what failed; null where the program ended with its answer, and all tests of the copy passed. */
  failure: z.string().nullable(),
});

const conformance = z.strictObject({
  pool: z.enum(POOLS),
  passed: z.int(),
  /** Names of scenarios in which something failed. */
  failed: z.array(z.string()),
});

const version = z.strictObject({
  runtime: runtimeName,
  version: z.string(),
  copies: z.array(tried),
  /** Of those pools that it was run for; in TypeScript, with the plain pool. */
  conformance: z.array(conformance),
});

export const versionsReport = z.strictObject({ platform: z.string(), versions: z.array(version) });
export type VersionsReport = z.infer<typeof versionsReport>;
export type TriedVersion = z.infer<typeof version>;
export type TriedCopy = z.infer<typeof tried>;
export type TriedConformance = z.infer<typeof conformance>;

export const VERSIONS = "docs/results/versions.json";
