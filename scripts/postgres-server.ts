/** A PostgreSQL server. It refuses to be run by root, so for root another user runs it. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { freePort } from "./free-port.ts";
import { IN_A_GROUP, LocalServer } from "./local-server.ts";
import { programVersion } from "./version-of.ts";

/** Where Debian puts the programs of each version, none of which is on PATH; the newest first. */
const [binaries] = globSync("/usr/lib/postgresql/*/bin/postgres")
  .map(dirname)
  .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));

/** Null where there is none. */
export const postgresVersion = binaries === undefined ? null : programVersion(join(binaries, "postgres"));

/** Why there can be none here; undefined where there can. */
export const noPostgres =
  binaries === undefined
    ? "wanted PostgreSQL in /usr/lib/postgresql, found none: install Debian's package postgresql"
    : undefined;

/** Milliseconds that it has to begin; after it was killed it first waits for what is left of it. */
const PATIENCE = 30_000;

export class PostgresServer extends LocalServer {
  readonly #data: string;
  readonly #user = process.getuid?.() === 0 ? otherUser() : undefined;

  /** @param folder for its data; a real path below the system's folder for temporary files */
  constructor(folder: string) {
    super();
    this.#data = join(folder, "postgres");
  }

  urlAt(port: number): string {
    return `postgres://postgres@127.0.0.1:${port}/postgres`;
  }

  async start(): Promise<void> {
    if (!existsSync(this.#data)) await this.#makeData();
    for (const until = performance.now() + PATIENCE; ; await wait(50)) {
      this.port ||= await freePort();
      const server = serve(this.#data, this.port, this.#user);
      this.begun(server);
      let ended = false;
      void server.then(() => (ended = true));
      while (!ended && !this.#isReady(server.pid)) await wait(10);
      if (!ended) return;
      if (performance.now() > until)
        throw new Error(`Cannot start Postgres: it ended with ${(await server).exitCode}: ${(await server).stderr}`);
    }
  }

  override stop(): Promise<void> {
    return this.end("SIGQUIT"); // killed, it would leave its shared memory
  }

  async #makeData(): Promise<void> {
    if (this.#user) {
      const above: string[] = [];
      for (let folder = dirname(this.#data); folder.startsWith(join(tmpdir(), "/")); folder = dirname(folder))
        above.push(folder);
      await execa("chmod", ["a+x", ...above]);
      await execa("install", ["-d", "-m", "700", "-o", `${this.#user.uid}`, "-g", `${this.#user.gid}`, this.#data]);
    }
    const settings = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
    await execa(join(binaries ?? "", "initdb"), ["-D", this.#data, ...settings], { ...this.#user, cwd: tmpdir() });
  }

  /** Its file says who runs, and in its last line how far that one is. */
  #isReady(pid: number | undefined): boolean {
    const file = join(this.#data, "postmaster.pid");
    let lines: string[];
    try {
      lines = readFileSync(file, "utf8").split("\n");
    } catch {
      return false; // it is not there, or was just now that of one before
    }
    return lines[0] === String(pid) && lines.some((line) => line.trim() === "ready");
  }
}

const serve = (data: string, port: number, user: User | undefined) =>
  execa(
    join(binaries ?? "", "postgres"),
    ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    { ...user, cwd: tmpdir(), stdin: "ignore", stdout: "ignore", reject: false, ...IN_A_GROUP },
  );

interface User {
  uid: number;
  gid: number;
}

function otherUser(): User {
  for (const name of ["postgres", "nobody"]) {
    try {
      const ask = (what: string): number => Number(execFileSync("id", [what, name], { stdio: "pipe" }));
      return { uid: ask("-u"), gid: ask("-g") };
    } catch {
      // There is none of this name.
    }
  }
  throw new Error('Cannot start Postgres as root: wanted a user "postgres" or "nobody", found neither');
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
