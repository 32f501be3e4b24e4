/** Opens the engine whose server has an address: `postgres://…`, else NATS. */
import type { JobSource } from "../../distributed/job-source.ts";
import { natsJobs } from "../../distributed/job-source/nats.ts";
import { postgresJobs } from "../../distributed/job-source/postgres.ts";

/** As short as a lease may be, so that tests need not wait. */
const LEASE = 1000;

export interface OpenJobsOptions {
  /** Milliseconds. Default: as few as may be. */
  lease?: number | undefined;
  /** Milliseconds that the server has to answer. Default: the engine's. */
  timeout?: number | undefined;
}

/** @param name of the queue */
export const openJobs = (
  url: string,
  name?: string,
  { lease = LEASE, timeout }: OpenJobsOptions = {},
): Promise<JobSource> => {
  const options = { name, lease, timeout };
  return url.startsWith("postgres:")
    ? postgresJobs({ connectionString: url }, options)
    : natsJobs({ servers: url }, options);
};
