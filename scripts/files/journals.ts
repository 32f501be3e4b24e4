/** The journals of the bench, which its reports read: what their lines are, and their names in a run's folder. */
import { lanesRecord } from "@triathlon/core/results/lanes";
import { record } from "@triathlon/core/results/record";

export const EXECUTIONS = { file: "journal.ndjson", schema: record, what: "a record" };
export const LANES = { file: "lanes.ndjson", schema: lanesRecord, what: "lanes" };
