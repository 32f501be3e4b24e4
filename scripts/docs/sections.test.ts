import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { beforeEach, expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { REPOSITORY } from "../repository.ts";
import { filledDocuments } from "./documents.ts";
import { analysePools } from "../studies/pools/analyse-pools.ts";
import { ENVIRONMENT, poolRecordOf } from "../studies/pools/fixtures/made-up-pools.ts";
import { analyseClaims } from "../studies/experiments/claims/analyse-claims.ts";
import { discoverClaims } from "../studies/experiments/claims/discover-claims.ts";
import {
  claimOf,
  madeUpRun as madeUpClaims,
  nodeTakes,
  startsTwiceAsLong,
} from "../studies/experiments/claims/fixtures/made-up-claims.ts";
import { analyseJobs } from "../studies/jobs/analyse-jobs.ts";
import { madeUpJobs } from "../studies/jobs/fixtures/made-up-jobs.ts";
import { analyseServers } from "../studies/server/analyse-server.ts";
import { ENVIRONMENT as SERVERS_ENVIRONMENT, madeUpServers } from "../studies/server/fixtures/made-up-servers.ts";
import { generate as claims } from "./sections/claims.ts";
import { generate as examples } from "./sections/examples.ts";
import { generate as jobs } from "./sections/jobs.ts";
import { generate as pools } from "./sections/pools.ts";
import { generate as results } from "./sections/results.ts";
import { generate as server } from "./sections/server.ts";
import { generate as workloads } from "./sections/workloads.ts";
import { testFolder } from "../../test/support/test-folder.ts";

let root: string;

beforeEach(() => {
  root = testFolder();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function runtimePackage(name: string): void {
  mkdirSync(join(root, `packages/${name}-examples`), { recursive: true });
  cpSync(
    join(REPOSITORY, `packages/${name}-examples/runtime.json`),
    join(root, `packages/${name}-examples/runtime.json`),
  );
}

test("examples are listed by the first sentence of their header, with the runtimes side by side", () => {
  runtimePackage("node");
  runtimePackage("bun");
  write("packages/node-examples/src/threading/hello.ts", "/**\n * Says hello\n * from a thread. And more.\n */\n");
  write("packages/node-examples/src/threading/hello-worker.ts", "/** The other side. */\n");
  write("packages/node-examples/src/threading/hello.test.ts", "");
  write("packages/bun-examples/src/threading/hello.ts", "/** Says hello. */\n");
  write("packages/bun-examples/src/async/gather.ts", "/** Gathers. */\n");
  write("packages/core/src/examples/async/wait.ts", "/** Waits. */\n");
  const argument = "async/gather async/wait threading/hello";
  expect(examples({ root, document: "docs/examples.md", argument }).split("\n").slice(2)).toEqual([
    "| Gathers | async | [Bun](../packages/bun-examples/src/async/gather.ts) |",
    "| Waits | async | [the same in all three](../packages/core/src/examples/async/wait.ts) |",
    "| Says hello from a thread | threading | [Node](../packages/node-examples/src/threading/hello.ts) · [Bun](../packages/bun-examples/src/threading/hello.ts) |",
  ]);
  expect(examples({ root, document: "packages/node-examples/README.md", argument: "" }).split("\n").slice(2)).toEqual([
    "| async | Waits | [wait.ts](../core/src/examples/async/wait.ts), the same in all three |",
    "| threading | Says hello from a thread | [hello.ts](src/threading/hello.ts) |",
  ]);
});

test("workloads are listed by their own descriptions", async () => {
  write(
    "packages/core/src/workloads/wait.ts",
    'export const description = { name: "wait", kind: "waiting", summary: "Waits.", sizes: { small: {}, large: {} }, defaultSizes: ["large"] };',
  );
  write("packages/core/src/workloads/workload.ts", "");
  const text = await workloads({ root, document: "docs/workloads.md", argument: "" });
  expect(text).toContain("| [`wait`](../packages/core/src/workloads/wait.ts) | waiting | Waits. | small, **large** |");
  expect(text.split("\n")).toHaveLength(3);
});

test("results come from the report kept in the repository", () => {
  const cells = [cellOf("node", "sequential"), cellOf("node", "threading")];
  const run = madeUpRun({ cells, change: ({ model }) => ({ iterationSeconds: [model === "threading" ? 0.5 : 1] }) });
  write("docs/results/report.json", JSON.stringify(analyse(run)));
  const text = results({ root, document: "README.md", argument: "" });
  expect(text).toContain("| sum-of-squares, large | CPU | **2.00** |");
  expect(text).toContain("Measured 2026-01-02 03:04 UTC with Node 26.10.0 on Made-up CPU");
});

test("results of a run in a folder of its own are shown by the page that names it, and before there are any, what makes them", () => {
  const place = { root, document: "docs/page.md", argument: "others --runtime node,guest" };
  const command = "pnpm bench --runtime node,guest --publish-to docs/results/others";
  expect(results(place)).toBe(`Not measured yet: \`${command}\` does that.`);
  const cells = [cellOf("node", "sequential"), cellOf("node", "threading")];
  write("docs/results/others/report.json", JSON.stringify(analyse(madeUpRun({ cells }))));
  expect(results(place)).toContain("](results/others/overview.svg)");
});

test("results that are not there are asked for, and those of another version refused", () => {
  const place = { root, document: "README.md", argument: "" };
  expect(() => results(place)).toThrow(/docs\/results\/report\.json": wanted a report, found no readable/);
  const report = analyse(madeUpRun({ cells: [cellOf("node", "sequential")] }));
  write("docs/results/report.json", JSON.stringify({ ...report, reportVersion: 3 }));
  expect(() => results(place)).toThrow(/wanted a report, found\n.*expected 4/);
});

test("the comparison of pools comes from the one kept in the repository, with where it was measured", () => {
  const place = { root, document: "docs/executor.md", argument: "" };
  expect(() => pools(place)).toThrow(/docs\/results\/pools\.json": wanted .* found no readable.*bench:pools --publish/);
  write("docs/results/pools.json", "{}");
  expect(() => pools(place)).toThrow(/wanted a comparison of pools/);
  const records = [poolRecordOf("triathlon", "at-once", 1, 0.02), poolRecordOf("poolifier", "at-once", 1, 0.2)];
  write("docs/results/pools.json", JSON.stringify(analysePools(records, ENVIRONMENT)));
  expect(pools(place)).toMatch(/^Measured 2026-01-02 03:04 UTC with Node 26\.10\.0 and poolifier 1\.0\.0/);
  expect(pools(place)).toMatch(/\| 10,000 at once \| 2\.00 µs \| – +\| 20\.0 µs poolifier \| 0\.10× /);
});

test("the load test comes from the one kept in the repository, with its picture", () => {
  const place = { root, document: "docs/examples.md", argument: "" };
  expect(() => server(place)).toThrow(
    /docs\/results\/server\.json": wanted a load test, found no readable.*bench:server --publish/,
  );
  write("docs/results/server.json", JSON.stringify(analyseServers(madeUpServers(), SERVERS_ENVIRONMENT)));
  expect(server(place)).toMatch(
    /^!\[Does a server stay free.*\]\(results\/server\.svg\)\n\nWith 10 requests at a time/,
  );
  expect(server(place)).toContain("Measured 2026-01-02 03:04 UTC with Node 26.10.0 and Bun 1.4.5");
});

test("claims are shown with what held in the run kept in the repository; without one, with their sources and no figures", async () => {
  const place = { root, document: "docs/claims.md", argument: "" };
  cpSync(join(REPOSITORY, "packages/core/src/measure"), join(root, "packages/core/src/measure"), {
    recursive: true,
    filter: (path) => !path.endsWith(".test.ts"),
  });
  const before = await claims(place);
  expect(before).toMatch(/^Not published yet: `pnpm claims --publish` measures what held here\./);
  for (const { source } of await discoverClaims()) expect(before).toContain(`](${source.address})`);
  expect(before).not.toMatch(/Measured|held in part/);
  const report = analyseClaims(madeUpClaims(nodeTakes(4)), [claimOf([startsTwiceAsLong()])]);
  write("docs/results/claims.json", JSON.stringify(report));
  const after = await claims(place);
  expect(after).toMatch(
    /^!\[What was claimed, and what was seen here\?\]\(results\/claims\.svg\)\n\nOf 1 published claim 1 held\./,
  );
  expect(after).toContain("Measured 2026-01-02 03:04 UTC with Node 2.0.0, Deno 2.0.0 and Bun 2.0.0");
});

test("the comparison of jobs comes from the one kept in the repository; where there is none, the section says what makes one", () => {
  const place = { root, document: "docs/distributed.md", argument: "" };
  expect(jobs(place)).toBe("Not measured yet: `pnpm bench:jobs --publish` does that.");
  write("docs/results/jobs.json", JSON.stringify(analyseJobs(madeUpJobs(), SERVERS_ENVIRONMENT)));
  expect(jobs(place)).toContain("| Node | JetStream by hand | 1.00 ms [1.00–2.00] | – |");
  expect(jobs(place)).toContain(
    "Measured 2026-01-02 03:04 UTC with Node 26.10.0, Bun 1.4.5, a client 1.0.0 and a server 2.0.0",
  );
  write("docs/results/jobs.json", "{}");
  expect(() => jobs(place)).toThrow(/wanted a comparison of jobs/);
});

test("every document with a marker is filled, those of packages too", async () => {
  runtimePackage("node");
  write("packages/node-examples/src/async/gather.ts", "/** Gathers. */\n");
  write("packages/node-examples/README.md", "<!-- generated:examples -->\n<!-- /generated:examples -->\n");
  write("README.md", "nothing generated\n");
  const documents = await filledDocuments(root);
  expect(documents.map(({ document, current, wanted }) => [document, current === wanted])).toEqual([
    ["README.md", true],
    ["packages/node-examples/README.md", false],
  ]);
});

test("the command checks, names the stale document and how to mend it, and mends it", async () => {
  runtimePackage("node");
  write("packages/node-examples/src/async/gather.ts", "/** Gathers. */\n");
  write("README.md", "<!-- generated:examples async/gather -->\n<!-- /generated:examples -->\n");
  const command = (...args: string[]) =>
    execa(process.execPath, ["--import", "tsx", join(REPOSITORY, "scripts/docs.ts"), "--root", root, ...args], {
      cwd: REPOSITORY,
      reject: false,
    });
  const stale = await command("--check");
  expect(stale.exitCode).toBe(1);
  expect(stale.stderr).toBe(
    'Cannot accept "README.md": generated sections differ from their sources: run `node --import tsx scripts/docs.ts`',
  );
  expect((await command()).stdout).toBe("README.md");
  expect((await command("--check")).exitCode).toBe(0);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("| Gathers | async | [Node](");
});
