/** The distributed pool, its jobs kept by NATS. */
import { natsJobs } from "../../../distributed/job-source/nats.ts";
import type { Submitter } from "../arm.ts";
import { pooled } from "../pooled.ts";

export const open = async (servers: string): Promise<Submitter> => pooled(await natsJobs({ servers }));
