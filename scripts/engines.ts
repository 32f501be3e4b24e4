/** The engines that keep jobs, each with the server that it needs. A new one is one line here. */
import { NatsServer, noServer } from "./nats-server.ts";
import { noPostgres, PostgresServer } from "./postgres-server.ts";

export interface EngineServer {
  /** What it listens on; 0 until it was started. */
  readonly port: number;
  readonly url: string;
  /** By another way to it, from this machine. */
  urlAt(port: number): string;
  /** On the port and with the data that it had before. */
  start(): Promise<void>;
  /** As a crash would; its data stay. */
  kill(): Promise<void>;
  /** At once, with all that it has of the system. */
  stop(): Promise<void>;
}

export interface Engine {
  name: string;
  /** Why it cannot be tried here; undefined where it can. */
  missing: string | undefined;
  /** @param folder for its data; a real path */
  serverIn: (folder: string) => EngineServer;
}

export const ENGINES: readonly Engine[] = [
  { name: "nats", missing: noServer, serverIn: (folder) => new NatsServer(folder) },
  { name: "postgres", missing: noPostgres, serverIn: (folder) => new PostgresServer(folder) },
];

/** ` nats`, or ` nats: nats-server was not found …`: the end of a test's name. */
export const named = ({ name, missing }: Engine): string => (missing === undefined ? name : `${name}: ${missing}`);
