/** Where the jobs are kept, by NATS: whoever submits them and whoever does them open the same queue. */
import type { JobSource } from "@triathlon/core/distributed/job-source";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";

// The client's own options: servers, TLS, credentials. Whoever may write to this queue decides what workers compute.
export const openJobs = (servers = Deno.env.get("NATS_URL") ?? "127.0.0.1:4222"): Promise<JobSource> =>
  natsJobs({ servers }, { name: "squares" });
