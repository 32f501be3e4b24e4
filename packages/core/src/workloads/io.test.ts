import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding, Ground } from "./support/io-behaviour.ts";

const root = join(import.meta.dirname, "../../../..");
const runtimes = (await readdir(join(root, "packages")))
  .filter((name) => existsSync(join(root, "packages", name, "src/io.ts")))
  .map((name) => name.replace("-examples", ""));

let scratch: string;
let site: Server;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "triathlon-io-"));
  site = createServer(({ url }, response) => {
    if (url === "/page") response.end("hello");
    else if (url === "/missing") response.writeHead(404).end("not here");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await rm(scratch, { recursive: true, force: true });
});

describe.each(runtimes)("the I/O of %s", (runtime) => {
  it("does what every runtime's must, and lets the program end by itself", async () => {
    const ground = await layGround(runtime);
    const findings = await findingsIn(runtime, ground);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ error }) => error !== null)).toEqual([]);
  });
});

async function layGround(runtime: string): Promise<Ground> {
  const folder = join(scratch, runtime, "work");
  const listed = join(scratch, runtime, "listed");
  await mkdir(folder, { recursive: true });
  await mkdir(join(listed, "a/deep"), { recursive: true });
  await writeFile(join(listed, "b.txt"), "b");
  await writeFile(join(listed, ".hidden"), "");
  await writeFile(join(listed, "a/deep/c.txt"), "c");
  // Windows lets only some users make links: the others test without.
  await symlink(join(listed, "b.txt"), join(listed, "link.txt")).catch(() => {});
  await symlink(join(listed, "a"), join(listed, "linked-folder")).catch(() => {});
  return { folder, listed, site: `http://127.0.0.1:${(site.address() as AddressInfo).port}` };
}

/** Starts the runtime itself on a program of three lines, with the least permissions that do. */
async function findingsIn(runtime: string, ground: Ground): Promise<Finding[]> {
  const packageFolder = join(root, "packages", `${runtime}-examples`);
  const description = JSON.parse(await readFile(join(packageFolder, "runtime.json"), "utf8"));
  const binary = process.platform === "win32" ? description.binaryOnWindows : description.binary;
  const program = join(scratch, runtime, "program.ts");
  await writeFile(
    program,
    `import { io } from ${quotedUrl(join(packageFolder, "src/io.ts"))};
     import { tryIo } from ${quotedUrl(join(import.meta.dirname, "support/io-behaviour.ts"))};
     console.log(JSON.stringify(await tryIo(io, ${JSON.stringify(ground)})));`,
  );
  const { folder, listed } = ground;
  const permissions = [
    `--allow-read=${folder},${listed}`,
    `--allow-write=${folder}`,
    `--allow-net=${new URL(ground.site).host}`,
  ];
  const { stdout } = await promisify(execFile)(
    join(root, "node_modules", description.package, binary),
    [...(runtime === "deno" ? ["run", "--no-prompt", ...permissions] : []), program],
    { timeout: 30_000 },
  );
  return JSON.parse(stdout) as Finding[];
}

function quotedUrl(path: string): string {
  return JSON.stringify(pathToFileURL(path).href);
}
