/** A server for the tests: on a free port of this machine alone, with its data in a temporary folder. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why there can be none here; undefined where there can. */
export const noServer =
  spawnSync("nats-server", ["--version"]).status === 0
    ? undefined
    : 'wanted "nats-server" on PATH, found none: see https://docs.nats.io/running-a-nats-service';

/** @returns its address, and how it is stopped */
export async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
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
  return { url: nats[0], stop };
}
