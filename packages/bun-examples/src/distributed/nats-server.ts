/** A NATS server for a program or a test: on a free port of this machine alone, with its data in a temporary folder. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why there can be none here; undefined where there can. */
export const noServer =
  spawnSync("nats-server", ["--version"]).status === 0
    ? undefined
    : 'wanted "nats-server" on PATH, found none: see https://docs.nats.io/running-a-nats-service';

export interface Server extends AsyncDisposable {
  url: string;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

/** @throws {Error} there is none, or it ended at once */
export async function startServer(): Promise<Server> {
  if (noServer !== undefined) throw new Error(`Cannot start a server: ${noServer}`);
  const folder = mkdtempSync(join(tmpdir(), "nats-"));
  const config = join(folder, "nats.conf");
  const text = (path: string): string => JSON.stringify(path);
  writeFileSync(
    config,
    `listen: "127.0.0.1:-1"\nports_file_dir: ${text(folder)}\njetstream { store_dir: ${text(join(folder, "js"))} }\n`,
  );
  const server = spawn("nats-server", ["-c", config], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.on("exit", () => resolve()));
  const ports = join(folder, `nats-server_${server.pid}.ports`);
  while (!existsSync(ports) || !readFileSync(ports, "utf8").includes("}")) {
    if (server.exitCode !== null) throw new Error(`nats-server ended with exit code ${server.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { nats } = JSON.parse(readFileSync(ports, "utf8")) as { nats: [string] };
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: nats[0], stop, [Symbol.asyncDispose]: stop };
}
