/** What is compared: ways to have jobs done by another program, each with the server that it needs. A new one is an entry here and a file of core. */
import { join } from "node:path";
import type { JobsCase } from "@triathlon/core/results/jobs";
import type { LocalServer } from "../../local-server.ts";
import { NatsServer, natsVersion, noServer } from "../../nats-server.ts";
import { noPostgres, PostgresServer, postgresVersion } from "../../postgres-server.ts";
import { noRedis, RedisServer, redisVersion } from "../../redis-server.ts";
import { REPOSITORY } from "../../repository.ts";
import { installedVersion } from "../../version-of.ts";
import { CASE_NAMES } from "./cases.ts";

interface Server {
  /** As its maker calls it, with its version where it is here. */
  software: string;
  /** Why it cannot be started here; undefined where it can. */
  missing: string | undefined;
  /** @param folder for its data; a real path */
  serverIn: (folder: string) => LocalServer;
  /** Which of its settings say what survives, and what they are; Markdown. */
  keeps: string;
}

export interface JobsArm extends Server {
  name: string;
  /** Markdown. */
  title: string;
  /** Its file in `core/measure/jobs/arms`. */
  module: string;
  /** npm packages of `core`. */
  clients: readonly string[];
  cases: readonly JobsCase[];
  /** What decides when the job of a worker that was killed runs elsewhere, and what it is by itself; Markdown. */
  lease: string;
}

const named = (name: string, version: string | null): string => (version === null ? name : `${name} ${version}`);

/** It refuses 1 MiB unless it is told not to. */
const nats: Server = {
  software: named("NATS", natsVersion),
  missing: noServer,
  serverIn: (folder) => new NatsServer(folder, ["max_payload: 8MB"]),
  keeps: "`sync_interval` 2 min",
};
const postgres: Server = {
  software: named("Postgres", postgresVersion),
  missing: noPostgres,
  serverIn: (folder) => new PostgresServer(folder),
  keeps: "`fsync` and `synchronous_commit` on",
};
const redis = (settings: readonly string[], keeps: string): Server => ({
  software: named("Redis", redisVersion),
  missing: noRedis,
  serverIn: (folder) => new RedisServer(folder, settings),
  keeps,
});

const NATS_CLIENTS = ["@nats-io/jetstream", "@nats-io/transport-node"];
const POOL = "`lease` 5 s, renewed while the job runs";

/** What the others are beside. */
export const REFERENCE = "jetstream";

export const ARMS: readonly JobsArm[] = [
  {
    name: "pool-nats",
    title: "`DistributedPool`, NATS",
    module: "pool-nats",
    clients: NATS_CLIENTS,
    cases: CASE_NAMES,
    lease: POOL,
    ...nats,
  },
  {
    name: "pool-postgres",
    title: "`DistributedPool`, Postgres",
    module: "pool-postgres",
    clients: ["pg"],
    cases: CASE_NAMES,
    lease: POOL,
    ...postgres,
  },
  {
    name: REFERENCE,
    title: "JetStream by hand",
    module: "jetstream",
    clients: NATS_CLIENTS,
    cases: CASE_NAMES,
    lease: "`ack_wait` 30 s",
    ...nats,
  },
  {
    name: "jetstream-look",
    title: "JetStream by hand, with a look at stored results",
    module: "jetstream-look",
    clients: NATS_CLIENTS,
    cases: ["round-trip", "at-once"],
    lease: "`ack_wait` 30 s",
    ...nats,
  },
  {
    name: "bullmq",
    title: "BullMQ, Redis with its append-only file",
    module: "bullmq",
    clients: ["bullmq", "ioredis"],
    cases: CASE_NAMES,
    lease: "`lockDuration` 30 s, renewed while the job runs; `stalledInterval` 30 s",
    ...redis(["--appendonly", "yes"], "`appendonly yes`, and then `appendfsync everysec`"),
  },
  {
    name: "bullmq-default",
    title: "BullMQ, Redis as it comes",
    module: "bullmq",
    clients: ["bullmq", "ioredis"],
    cases: ["restart"],
    lease: "`lockDuration` 30 s, renewed while the job runs; `stalledInterval` 30 s",
    ...redis([], "`appendonly no`, `save 3600 1 300 100 60 10000`"),
  },
  {
    name: "postgres",
    title: "Postgres by hand",
    module: "postgres",
    clients: ["pg"],
    cases: CASE_NAMES,
    lease: "none: its connection has the row locked, and ends with it; others look every second",
    ...postgres,
  },
];

/** Its clients and its server, with their versions. */
export const softwareOf = ({ clients, software }: JobsArm): string[] => [
  ...clients.map((name) => named(name, installedVersion(join(REPOSITORY, "packages/core"), name))),
  software,
];
