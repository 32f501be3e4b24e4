/**
 * A pool whose workers are on other machines, and its jobs in Postgres.
 *
 * Item: distributed-pool-postgres
 * Use when: one machine is not enough, or what was accepted must survive the death of the program, and there is a Postgres server already.
 * Not when: one machine is enough: that needs no server, and a call costs less.
 * See: https://www.postgresql.org/docs/current/sql-select.html
 * Server: one that is there already, whose address `DATABASE_URL` says, or `docker compose up -d` with `compose.yaml`
 */
import process from "node:process";
import type { JobSource } from "@triathlon/core/distributed/job-source";
import { postgresJobs } from "@triathlon/core/distributed/job-source/postgres";

// The client's own options: host, database, TLS, credentials. Whoever may write to its tables decides what workers compute.
export const openJobs = (
  connectionString = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1/postgres",
): Promise<JobSource> => postgresJobs({ connectionString }, { name: "squares" });
