/** Opens the engine whose server has an address: `postgres://…`, else NATS. */
import type { JobSource } from "../../distributed/job-source.ts";
import { natsJobs } from "../../distributed/job-source/nats.ts";
import { postgresJobs } from "../../distributed/job-source/postgres.ts";

/** As short as a lease may be, so that tests need not wait. */
const LEASE = 1000;

/**
 * @param name of the queue
 * @param timeout milliseconds that the server has to answer; default: the engine's
 */
export const openJobs = (url: string, name?: string, timeout?: number): Promise<JobSource> => {
  const options = { name, lease: LEASE, timeout };
  return url.startsWith("postgres:")
    ? postgresJobs({ connectionString: url }, options)
    : natsJobs({ servers: url }, options);
};
