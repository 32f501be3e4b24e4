/**
 * A copied server's pool behind the frameworks that people use: each is a project outside of this repository, with the framework from npm.
 * Without a network all of this fails.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { add } from "../../packages/cli/src/commands/add.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { cleanEnvironment } from "../../scripts/clean-environment.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { testFolder } from "../support/test-folder.ts";

writeItems(ITEMS, assemble(REPOSITORY));
const runtimes = await discoverRuntimes(REPOSITORY);
const sources = fileURLToPath(new URL("frameworks", import.meta.url));

interface Framework {
  name: string;
  runtime: "node" | "deno" | "bun";
  /** Of npm, exact. */
  packages: Record<string, string>;
  /** Arguments of the runtime. */
  start: string;
  build?: string;
  /** How it ends when it is told to. Default: 0. */
  exitCode?: number;
}

const HONO = { hono: "4.13.19" };
const FRAMEWORKS: Framework[] = [
  { name: "fastify", runtime: "node", packages: { fastify: "5.12.8" }, start: "app.js" },
  { name: "express", runtime: "node", packages: { express: "5.3.0" }, start: "app.js" },
  { name: "hono", runtime: "node", packages: { ...HONO, "@hono/node-server": "2.1.8" }, start: "main.node.js" },
  {
    name: "hono",
    runtime: "deno",
    packages: HONO,
    start: "run --no-prompt --cached-only --allow-read --allow-env --allow-net=127.0.0.1 main.deno.js",
  },
  { name: "hono", runtime: "bun", packages: HONO, start: "--no-install main.bun.js" },
  {
    name: "next",
    runtime: "node",
    packages: { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" },
    build: "node_modules/next/dist/bin/next build",
    start: "node_modules/next/dist/bin/next start --hostname 127.0.0.1",
    exitCode: 143,
  },
];

/** What a person does: a project, the framework, the copy, the handler. */
async function makeProject({ name, runtime, packages, build }: Framework, binary: string): Promise<string> {
  const folder = testFolder();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: packages }));
  await execa("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
  add({ folder, catalogue: new Catalogue(), print: () => {}, fail: () => {} }, [`${runtime}/server`], { to: "server" });
  cpSync(join(sources, name), folder, { recursive: true });
  cpSync(join(sources, `pool.${runtime}.js`), join(folder, "pool.js"));
  if (build !== undefined) {
    const env = environmentOf(binary);
    await execa(binary, build.split(" "), { cwd: folder, env, extendEnv: false });
  }
  return folder;
}

const environmentOf = (binary: string, more: Record<string, string> = {}): NodeJS.ProcessEnv =>
  cleanEnvironment({
    PATH: `${dirname(binary)}${delimiter}${process.env["PATH"]}`,
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
    ...more,
  });

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of running.splice(0)) await end();
});

interface Started {
  url: string;
  /** Gives the exit code. */
  terminate: () => Promise<number | null>;
}

/** One worker, and room for one call in its queue; returns when it answers. */
async function start({ start }: Framework, binary: string, folder: string, deadline: number): Promise<Started> {
  const port = await freePort();
  const env = environmentOf(binary, {
    PORT: String(port),
    WORKERS: "1",
    MAX_QUEUE: "1",
    DEADLINE: String(deadline),
  });
  const child = spawn(binary, start.split(" "), { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
  const ended = once(child, "exit");
  running.push(() => {
    child.kill("SIGKILL");
    return ended;
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended before it answered:\n${said}`);
    const status = await fetch(`${url}/healthz`).then(
      (response) => response.text().then(() => response.status),
      () => 0,
    );
    if (status === 200) break;
    if (status !== 0) throw new Error(`wanted a healthy server, found ${status}:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    terminate: async () => {
      child.kill("SIGTERM");
      const [code] = await ended;
      return code;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

/** Until the metrics have this line. */
async function until(url: string, line: string): Promise<void> {
  for (let text = ""; !text.split("\n").includes(line);) text = await (await fetch(`${url}/metrics`)).text();
}

/** It takes longer than half a second. */
const LONG = "/primes?below=100000000";

describe.each(FRAMEWORKS)("$name on $runtime", (framework) => {
  const { runtime } = framework;
  let binary: string;
  let folder: string;
  beforeAll(async () => {
    const found = runtimes.find(({ name }) => name === runtime)!;
    if (!isAvailable(found)) throw new Error(found.reason);
    binary = found.binary;
    folder = await makeProject(framework, binary);
  }, 10 * 60_000);

  it("answers, is late, and is full", async () => {
    const { url } = await start(framework, binary, folder, 500);
    const answer = await fetch(`${url}/primes?below=1000`);
    expect([answer.status, await answer.text()]).toEqual([200, "168\n"]);
    expect((await fetch(`${url}/primes?below=x`)).status).toBe(400);

    const late = await fetch(url + LONG);
    expect([late.status, await late.text()]).toEqual([504, "not done in time\n"]);
    await until(url, "pool_calls_running 0"); // its place is free when its task has ended

    const all = await Promise.all([1, 2, 3, 4].map(() => fetch(url + LONG)));
    expect(all.map(({ status }) => status).sort((a, b) => a - b)).toEqual([503, 503, 504, 504]);
    const full = all.find(({ status }) => status === 503)!;
    expect(full.headers.get("retry-after")).toBe("1");
    expect(await full.text()).toBe("too many requests wait\n");
  }, 60_000);

  it("gives up work that nobody waits for; told to end, answers what it has accepted, and ends by itself", async () => {
    const { url, terminate } = await start(framework, binary, folder, 60_000);
    const client = new AbortController();
    const gone = fetch(url + LONG, { signal: client.signal }).catch(() => "gone");
    await until(url, "pool_calls_running 1");
    client.abort();
    expect(await gone).toBe("gone");
    await until(url, 'pool_calls_total{end="cancelled"} 1');
    await until(url, "pool_calls_running 0");

    const answer = fetch(url + LONG);
    await until(url, "pool_calls_running 1");
    const ended = terminate();
    expect(await (await answer).text()).toBe("5761455\n");
    expect(await ended).toBe(framework.exitCode ?? 0);
  }, 60_000);
});
