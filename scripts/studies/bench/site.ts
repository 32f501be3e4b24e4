/** Starts the site of a workload that downloads, for the time of one execution. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { execa } from "execa";
import { cleanEnvironment } from "../../clean-environment.ts";
import { COMPILE_CACHE, REPOSITORY } from "../../repository.ts";

const PROGRAM = join(REPOSITORY, "packages/core/src/measure/site.ts");
const START_LIMIT_MILLISECONDS = 10_000;

export interface Site {
  /** E.g. `http://127.0.0.1:40123`. */
  url: string;
  /** Returns when the process has ended. */
  close(): Promise<void>;
}

/**
 * The site ends when it is closed, and when this process ends: its stdin ends with it.
 *
 * @throws {Error} with the site's last words when it does not answer within ten seconds
 */
export async function startSite(workloadUrl: string, parameters: unknown): Promise<Site> {
  const server = execa(process.execPath, [PROGRAM, workloadUrl, JSON.stringify(parameters)], {
    env: cleanEnvironment(COMPILE_CACHE),
    extendEnv: false,
    stdin: "pipe",
    buffer: { stdout: false },
    reject: false,
    detached: true, // Ctrl-C is for the runner, who then ends the site
    cleanup: false,
    windowsHide: true,
  });
  server.stdin.on("error", () => {});
  const close = async (): Promise<void> => {
    server.stdin.end();
    const stubborn = setTimeout(() => server.kill("SIGKILL"), 1000);
    await server;
    clearTimeout(stubborn);
  };

  const lines = createInterface({ input: server.stdout });
  const [first]: unknown[] = await Promise.race([
    once(lines, "line", { signal: AbortSignal.timeout(START_LIMIT_MILLISECONDS) }).catch(() => []),
    server.then(() => []),
  ]);
  if (typeof first === "string") return { url: first, close };
  await close();
  const { stderr } = await server;
  throw new Error(`Cannot serve the pages of ${workloadUrl}: wanted an address within 10 s, found none\n${stderr}`);
}
