/** The distributed pool, its jobs kept by Postgres. */
import { postgresJobs } from "../../../distributed/job-source/postgres.ts";
import type { Submitter } from "../arm.ts";
import { pooled } from "../pooled.ts";

export const open = async (connectionString: string): Promise<Submitter> =>
  pooled(await postgresJobs({ connectionString }));
