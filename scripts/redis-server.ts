/** A Redis server. */
import { connect } from "node:net";
import { execa } from "execa";
import { freePort } from "./free-port.ts";
import { IN_A_GROUP, LocalServer } from "./local-server.ts";
import { programVersion } from "./version-of.ts";

/** Null where there is none. */
export const redisVersion = programVersion("redis-server");

/** Why there can be none here; undefined where there can. */
export const noRedis =
  redisVersion !== null
    ? undefined
    : "redis-server was not found on PATH: install Debian's package of that name, or see https://redis.io/docs/latest/get-started";

/** Milliseconds that it has to begin; what it kept it reads first. */
const PATIENCE = 30_000;

export class RedisServer extends LocalServer {
  readonly #folder: string;
  readonly #settings: readonly string[];

  /**
   * @param folder for its data
   * @param settings further words of its command line, e.g. `--appendonly yes`
   */
  constructor(folder: string, settings: readonly string[] = []) {
    super();
    this.#folder = folder;
    this.#settings = settings;
  }

  urlAt(port: number): string {
    return `redis://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    const server = serve(this.#folder, this.port, this.#settings);
    this.begun(server);
    let ended = false;
    void server.then(() => (ended = true));
    for (const until = performance.now() + PATIENCE; !(await this.#answers());) {
      if (ended) throw new Error(`Cannot start Redis: it ended with ${(await server).exitCode}`);
      if (performance.now() > until) throw new Error(`Cannot start Redis: it has not answered for ${PATIENCE} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** While it reads what it kept, it says so instead. */
  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const client = connect(this.port, "127.0.0.1", () => client.write("PING\r\n"));
      client.on("error", () => resolve(false));
      client.on("data", (text) => {
        resolve(String(text).startsWith("+PONG"));
        client.destroy();
      });
      client.on("close", () => resolve(false));
    });
  }
}

const serve = (folder: string, port: number, settings: readonly string[]) =>
  execa("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...settings], {
    stdio: "ignore",
    reject: false,
    ...IN_A_GROUP,
  });
