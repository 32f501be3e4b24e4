/** The engines that keep jobs, each with the server that it needs. A new one is one line here. */
import type { LocalServer } from "./local-server.ts";
import { NatsServer, noServer } from "./nats-server.ts";
import { noPostgres, PostgresServer } from "./postgres-server.ts";

export interface Engine {
  name: string;
  /** Why it cannot be tried here; undefined where it can. */
  missing: string | undefined;
  /** @param folder for its data; a real path */
  serverIn: (folder: string) => LocalServer;
}

export const ENGINES: readonly Engine[] = [
  { name: "nats", missing: noServer, serverIn: (folder) => new NatsServer(folder) },
  { name: "postgres", missing: noPostgres, serverIn: (folder) => new PostgresServer(folder) },
];

/** ` nats`, or ` nats: nats-server was not found …`: the end of a test's name. */
export const named = ({ name, missing }: Engine): string => (missing === undefined ? name : `${name}: ${missing}`);
