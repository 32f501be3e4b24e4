/** A NATS server with JetStream. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { writeFile } from "./files/write-files.ts";
import { IN_A_GROUP, LocalServer } from "./local-server.ts";
import { programVersion } from "./version-of.ts";

/** Null where there is none. */
export const natsVersion = programVersion("nats-server");

/** Why there can be none here; undefined where there can. */
export const noServer =
  natsVersion !== null
    ? undefined
    : "nats-server was not found on PATH: install Debian's package of that name, or see https://docs.nats.io/running-a-nats-service";

export class NatsServer extends LocalServer {
  readonly #folder: string;
  readonly #settings: readonly string[];

  /**
   * @param folder for its data; a real path
   * @param settings further lines of its configuration
   */
  constructor(folder: string, settings: readonly string[] = []) {
    super();
    this.#folder = folder;
    this.#settings = settings;
  }

  urlAt(port: number): string {
    return `nats://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    const config = join(this.#folder, "nats.conf");
    const settings = [
      `listen: "127.0.0.1:${this.port || -1}"`,
      `ports_file_dir: ${JSON.stringify(this.#folder)}`,
      `jetstream { store_dir: ${JSON.stringify(join(this.#folder, "js"))}, max_file: 1GB }`,
      ...this.#settings,
    ];
    writeFile(config, settings.join("\n"));
    const server = serve(config);
    this.begun(server);
    let ended = false;
    void server.then(() => (ended = true));
    const ports = join(this.#folder, `nats-server_${server.pid}.ports`);
    while (!existsSync(ports) || !readFileSync(ports, "utf8").includes("}")) {
      if (ended) throw new Error(`nats-server ended with ${(await server).exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { nats } = JSON.parse(readFileSync(ports, "utf8")) as { nats: string[] };
    this.port = Number(new URL(nats[0] ?? "").port);
  }
}

const serve = (config: string) =>
  execa("nats-server", ["-c", config], { stdio: "ignore", reject: false, ...IN_A_GROUP });
