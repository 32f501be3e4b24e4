/** A NATS server with JetStream for tests: on a free port of this machine alone, its data in a temporary folder. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testFolder } from "../../support/test-folder.ts";

/** Why there can be none here; undefined where there can. */
export const noServer = lookForServer();

function lookForServer(): string | undefined {
  try {
    execFileSync("nats-server", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return 'wanted "nats-server" on PATH, found none: install Debian\'s package of that name, or see https://docs.nats.io/running-a-nats-service';
  }
}

export class NatsServer {
  #port = -1;
  #process?: ReturnType<typeof spawn>;
  readonly #folder = testFolder();

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** Starts it, on the port and with the data that it had before. */
  async start(): Promise<void> {
    const config = join(this.#folder, "nats.conf");
    const settings = [
      `listen: "127.0.0.1:${this.#port}"`,
      `ports_file_dir: ${JSON.stringify(this.#folder)}`,
      `jetstream { store_dir: ${JSON.stringify(join(this.#folder, "js"))}, max_file: 1GB }`,
    ];
    writeFileSync(config, settings.join("\n"));
    this.#process = spawn("nats-server", ["-c", config], { stdio: "ignore" });
    const ports = join(this.#folder, `nats-server_${this.#process.pid}.ports`);
    while (!existsSync(ports) || !readFileSync(ports, "utf8").includes("}")) {
      if (this.#process.exitCode !== null) throw new Error(`nats-server ended with ${this.#process.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { nats } = JSON.parse(readFileSync(ports, "utf8")) as { nats: string[] };
    this.#port = Number(new URL(nats[0] ?? "").port);
  }

  /** Kills it, as a crash would; its data stay. */
  async kill(): Promise<void> {
    if (!this.#process || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }
}
