/** A Postgres server for a test: on a free port of this machine alone, with its data in a temporary folder. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";

/** Debian puts the programs of each version there, and none of them on PATH. */
const DEBIAN = "/usr/lib/postgresql";
const programs = [
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : []),
  ...(process.env.PATH ?? "").split(delimiter),
].find((folder) => existsSync(join(folder, "initdb")));

/** Why there can be none here; undefined where there can. */
export const noServer =
  programs === undefined
    ? 'wanted "initdb" of PostgreSQL on PATH, found none: see https://www.postgresql.org/download'
    : undefined;

export interface Server extends AsyncDisposable {
  url: string;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

/** @throws {Error} there is none, or it ended at once */
export async function startServer(): Promise<Server> {
  if (programs === undefined) throw new Error(`Cannot start a server: ${noServer}`);
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  // It refuses to be run by root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync("chown", ["postgres:postgres", folder]);
  const words = (program: string, args: readonly string[]): [string, string[]] => {
    const command = [join(programs, program), ...args];
    const [first = "", ...rest] = isRoot
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", ...command]
      : command;
    return [first, rest];
  };
  const data = join(folder, "data");
  const make = ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(...words("initdb", make), { cwd: tmpdir(), stdio: "ignore" });
  const port = await freePort();
  const settings = ["-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
  const server = spawn(...words("postgres", ["-D", data, ...settings]), { cwd: tmpdir(), stdio: "ignore" });
  const ended = once(server, "exit");
  const says = join(data, "postmaster.pid");
  while (!existsSync(says) || !readFileSync(says, "utf8").includes("ready")) {
    if (server.exitCode !== null) throw new Error(`postgres ended with exit code ${server.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const stop = async (): Promise<void> => {
    server.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop, [Symbol.asyncDispose]: stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
