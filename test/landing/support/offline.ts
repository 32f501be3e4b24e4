/** Programs that find no network. */
import { spawnSync } from "node:child_process";
import { execa } from "execa";

/** On Linux, a network of its own in which there is nothing; elsewhere proxies at which nobody answers. */
const UNSHARE = ["unshare", "--net", "--map-root-user"] as const;
const canUnshare = spawnSync(UNSHARE[0], [...UNSHARE.slice(1), "true"]).status === 0;
const PROXIES = { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "" };

export interface Ran {
  exitCode: number | undefined;
  timedOut: boolean;
  /** What it printed, stdout and stderr together. */
  all: string;
}

export interface OfflineOptions {
  environment?: Record<string, string>;
  /** After which it is killed. Default 60. */
  seconds?: number;
}

export async function offline(
  folder: string,
  [file, ...args]: readonly [string, ...string[]],
  { environment = {}, seconds = 60 }: OfflineOptions = {},
): Promise<Ran> {
  const [command, ...rest] = canUnshare ? [...UNSHARE, file, ...args] : [file, ...args];
  const { exitCode, timedOut, all } = await execa(command, rest, {
    cwd: folder,
    env: { NO_COLOR: "1", NODE_OPTIONS: "", NODE_ENV: "production", ...PROXIES, ...environment },
    timeout: seconds * 1000,
    forceKillAfterDelay: 1000,
    reject: false,
    all: true,
    stdin: "ignore",
  });
  return { exitCode, timedOut, all };
}
