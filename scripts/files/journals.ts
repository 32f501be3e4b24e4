/** The journals there are: what their lines are, and their names in a run's folder. */
import { decisionRecord } from "@triathlon/core/results/decisions";
import { experimentRecord } from "@triathlon/core/results/experiment";
import { lanesRecord } from "@triathlon/core/results/lanes";
import { RECORD_STEPS } from "@triathlon/core/results/migrate";
import { poolRecord } from "@triathlon/core/results/pools";
import { record } from "@triathlon/core/results/record";

export const EXECUTIONS = { file: "journal.ndjson", schema: record, what: "a record", steps: RECORD_STEPS };
export const LANES = { file: "lanes.ndjson", schema: lanesRecord, what: "lanes", steps: RECORD_STEPS };
export const EXPERIMENTS = {
  file: "experiments.ndjson",
  schema: experimentRecord,
  what: "a record of an experiment",
  steps: RECORD_STEPS,
};
export const POOLS = {
  file: "journal.ndjson",
  schema: poolRecord,
  what: "a record of the comparison of pools",
  steps: RECORD_STEPS,
};
export const DECISIONS = {
  file: "journal.ndjson",
  schema: decisionRecord,
  what: "a record of a decision",
  steps: RECORD_STEPS,
};
