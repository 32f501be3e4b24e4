/**
 * Jobs over a real server of each engine: between runtimes, when processes are killed, and when the server is. Where there is no server
 * nothing of its engine runs, and the reason stands in the name of what is skipped.
 */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DistributedPool, type DistributedPoolOptions } from "../../packages/core/src/distributed/distributed-pool.ts";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openJobs } from "../../packages/core/src/conformance/jobs/open-jobs.ts";
import { JobWorker } from "../../packages/core/src/distributed/job-worker.ts";
import { caught, tasks } from "../../packages/core/src/distributed/support/scene.ts";
import { fakeWorkers } from "../../packages/core/src/pool/support/fake-workers.ts";
import { WorkerPool } from "../../packages/core/src/pool/worker-pool.ts";
import { ENGINES, named } from "../../scripts/engines.ts";
import { testFolder } from "../support/test-folder.ts";
import { run, runtimeOf, startWorker } from "./support/programs.ts";

type Tasks = typeof import("../../packages/core/src/conformance/jobs/tasks.ts");

for (const engine of ENGINES) {
  describe.skipIf(engine.missing)(`jobs in ${named(engine)}`, () => {
    const server = engine.missing === undefined ? engine.serverIn(testFolder()) : undefined;
    beforeAll(() => server?.start());
    afterAll(() => server?.stop());

    /** A queue of its own, a pool that submits to it, and a file in which its tasks leave lines. */
    async function scene(options: DistributedPoolOptions = {}) {
      const url = server?.url ?? "";
      const queue = `test-${randomUUID()}`;
      const pool = new DistributedPool<Tasks>(await openJobs(url, queue), options);
      onTestFinished(() => pool.terminate());
      const file = join(testFolder(), "lines");
      const lines = (): string[] => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []);
      const linesAre = async (count: number): Promise<void> => {
        while (lines().length < count) await new Promise((resolve) => setTimeout(resolve, 10));
      };
      return { url, queue, pool, file, lines, linesAre };
    }

    it.each([
      ["node", "bun"],
      ["deno", "node"],
      ["bun", "deno"],
    ])("are submitted in %s and done in %s", async (submits, does) => {
      const { url, queue } = await scene();
      const worker = await startWorker(runtimeOf(does), url, queue, 2);
      const program = await run(runtimeOf(submits), "packages/core/src/conformance/jobs/submit.ts", [url, queue]);
      const checks = program.stdout.split("\n").map((line) => JSON.parse(line) as { ok: boolean });
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect({ exitCode: program.exitCode, stderr: program.stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(checks.length).toBeGreaterThan(15);
      worker.kill("SIGTERM");
      expect(await worker.ended).toEqual({ exitCode: 0, stderr: "" });
    });

    // One runtime for each; the chaos of test/long has all.
    it("go to another worker when theirs is killed, and have one result", async () => {
      const { url, queue, pool, file, lines, linesAre } = await scene();
      const first = await startWorker(runtimeOf("deno"), url, queue);
      const value = pool.submit("leaveSlowly", [file, 500]);
      await linesAre(1);
      first.kill("SIGKILL");
      const second = await startWorker(runtimeOf("deno"), url, queue);
      expect(await value).toBe("ended");
      expect(lines()).toEqual([`begun ${first.pid}`, `begun ${second.pid}`, `ended ${second.pid}`]);
    });

    it("are finished by a worker that is told to leave, and those behind wait for another", async () => {
      const { url, queue, pool, file, lines, linesAre } = await scene();
      const first = await startWorker(runtimeOf("bun"), url, queue);
      const running = pool.submit("leaveSlowly", [file, 500]);
      await linesAre(1);
      first.kill("SIGTERM");
      expect(await running).toBe("ended");
      const waiting = pool.submit("leave", [file, "waited"], { key: "w" });
      expect(await first.ended).toEqual({ exitCode: 0, stderr: "" });
      const second = await startWorker(runtimeOf("bun"), url, queue);
      expect(await waiting).toBe("waited");
      const last = `waited ${pool.options.caller}.w ${second.pid}`;
      expect(lines()).toEqual([`begun ${first.pid}`, `ended ${first.pid}`, last]);
    });

    const node = runtimeOf("node");

    it("that kill each worker are given up, with what is known of each try, and harm no others", async () => {
      const { url, queue, pool, file, lines } = await scene({ retries: 2 });
      const poison = caught(pool.submit("killWorker", [file], { key: "p" }));
      const others: Promise<number>[] = [];
      let over = false;
      const supervised = (async () => {
        while (!over) {
          const worker = await startWorker(node, url, queue);
          others.push(pool.submit("add", [1, 0]));
          await Promise.race([worker.ended, Promise.all([poison, ...others])]);
          worker.kill("SIGTERM");
          over = (await Promise.race([poison, Promise.resolve("not yet")])) !== "not yet";
        }
      })();
      const error = await poison;
      await supervised;
      expect(await Promise.all(others)).toEqual(others.map(() => 1));
      expect(error).toMatchObject({ name: "DeadLetter", id: `${pool.options.caller}.p` });
      expect(error.tries).toHaveLength(3);
      expect(error.tries.slice(1).map(({ worker }) => worker)).toEqual(
        lines()
          .slice(1)
          .map((line) => line.replace("begun", "node")),
      );
      expect(lines()).toHaveLength(3);
      const letters = await Array.fromAsync(pool.deadLetters());
      expect(letters).toMatchObject([{ id: error.id, job: { task: "killWorker", args: [file] } }]);
      await pool.discard(error.id);
      expect(await Array.fromAsync(pool.deadLetters())).toEqual([]);
    });

    it("that are no jobs are given up once each, and harm no other", async () => {
      const { url, queue, pool } = await scene();
      await startWorker(node, url, queue);
      const jobs = await openJobs(url, queue);
      onTestFinished(() => jobs.close());
      const evil = [new Uint8Array(), new Uint8Array(jobs.limit + 64 * 1024), new TextEncoder().encode('["&",1]\n{}')];
      for (const [i, bytes] of evil.entries()) await jobs.accept(`evil.${i}`, bytes);
      expect(await pool.submit("add", [1, 2])).toBe(3);
      const ids = async (): Promise<string[]> => (await Array.fromAsync(pool.deadLetters())).map(({ id }) => id);
      while ((await ids()).length < evil.length) await new Promise((resolve) => setTimeout(resolve, 10));
      expect((await ids()).sort()).toEqual(["evil.0", "evil.1", "evil.2"]);
      await pool.discard("evil.1");
      expect((await ids()).sort()).toEqual(["evil.0", "evil.2"]);
      expect(await pool.submit("add", [1, 2])).toBe(3);
    });

    it("that were cancelled before a worker had them never run, and those that run are told", async () => {
      const { url, queue, pool, file, lines, linesAre } = await scene();
      const stop = new AbortController();
      const queued = [1, 2, 3].map((n) => caught(pool.submit("leave", [file, `never ${n}`], { signal: stop.signal })));
      await new Promise((resolve) => setTimeout(resolve, 100));
      stop.abort();
      for (const error of await Promise.all(queued))
        expect(error).toMatchObject({ name: "TaskCancelled", rung: "queued" });
      const worker = await startWorker(node, url, queue);
      const running = new AbortController();
      const error = caught(pool.submit("leaveSlowly", [file, 60_000], { signal: running.signal }));
      await linesAre(1);
      running.abort();
      expect(await error).toMatchObject({ name: "TaskCancelled", rung: "signalled" });
      await linesAre(3);
      expect(lines()).toEqual(["begun", "told to stop", "ended"].map((line) => `${line} ${worker.pid}`));
    });

    it("are neither lost nor answered twice when the server is killed and comes back", async () => {
      const { url, queue, pool, file, lines } = await scene();
      await startWorker(node, url, queue, 2);
      const results: (readonly [number, string])[] = [];
      const keys = Array.from({ length: 300 }, (_, i) => i);
      const submit = async (i: number): Promise<void> => {
        // Whoever was not told that the job is kept submits it again, under the same key.
        for (;;) {
          const end = await pool.submit("leave", [file, `job-${i}`], { key: `${i}` }).catch((error: Error) => error);
          if (typeof end === "string") return void results.push([i, end]);
          expect(end).toMatchObject({ name: "NotAccepted" });
        }
      };
      const all = Promise.all(keys.map(submit));
      while (results.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
      await server?.kill();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await server?.start();
      await all;
      expect(results.map(([i]) => i).sort((a, b) => a - b)).toEqual(keys);
      expect(results.filter(([i, text]) => text !== `job-${i}`)).toEqual([]);
      expect(new Set(lines().map((line) => line.split(" ")[0])).size).toBe(keys.length);
    });

    it("are done by a worker that began while no server answered", async () => {
      const { url, queue, pool } = await scene();
      const jobs = await openJobs(url, queue, { timeout: 200 });
      await server?.kill();
      const local = new WorkerPool<typeof tasks>(fakeWorkers(tasks).connect, { workers: 1 });
      const told: unknown[] = [];
      const worker = new JobWorker(jobs, local, { report: (error) => told.push(error) });
      // What fails unheard meanwhile would end the worker's program, and fails this test.
      while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await server?.start();
      const submitted = (): Promise<number> => pool.submit("add", [1, 2], { key: "1" }).catch(submitted);
      expect(await submitted()).toBe(3);
      await worker.leave();
      await local.close();
    });

    it("can be closed while the server is gone, and nothing fails unheard", async () => {
      const unheard: unknown[] = [];
      const hear = (error: unknown): unknown => unheard.push(error);
      process.on("unhandledRejection", hear);
      onTestFinished(() => void process.off("unhandledRejection", hear));
      const { pool } = await scene();
      await caught(pool.submit("add", [1, 2], { timeout: 50 }));
      await server?.kill();
      await pool.close();
      await new Promise((resolve) => setTimeout(resolve, 300)); // the client's own last words
      expect(unheard).toEqual([]);
      await server?.start();
    });

    it("can be asked for by many programs that begin together, the first of their queue", async () => {
      const { url } = await scene();
      for (let round = 0; round < 5; round++) {
        const name = `together-${randomUUID()}`;
        const all = await Promise.all(Array.from({ length: 8 }, () => openJobs(url, name)));
        await Promise.all(all.map((jobs) => jobs.close()));
      }
    });

    it("can be asked for by a program that comes back, whether they are done or not", async () => {
      const { url, queue, pool, file, lines } = await scene({ caller: "returns" });
      await startWorker(node, url, queue);
      await pool.submit("leave", [file, "before"], { key: "1" });
      await pool.close();
      const jobs = await openJobs(url, queue);
      const again = new DistributedPool<Tasks>(jobs, { caller: "returns" });
      expect(await again.submit("leave", [file, "before"], { key: "1" })).toBe("before");
      expect(lines()).toHaveLength(1);
      await again.close();
    });
  });
}
