/** What is Postgres's own among the engines: its tables, its clock, and what happens when what it says is not heard. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { JobSource, TakenJob } from "../../packages/core/src/distributed/job-source.ts";
import { postgresJobs, type PostgresJobsOptions } from "../../packages/core/src/distributed/job-source/postgres.ts";
import { caught, until } from "../../packages/core/src/distributed/support/scene.ts";
import { noPostgres, PostgresServer } from "../../scripts/postgres-server.ts";
import { testFolder } from "../support/test-folder.ts";
import { tryCopy } from "./support/copy.ts";
import { runtimeOf } from "./support/programs.ts";
import { proxyTo } from "./support/proxy.ts";

const server = noPostgres === undefined ? new PostgresServer(testFolder()) : undefined;
beforeAll(() => server?.start());
afterAll(() => server?.stop());

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Connections to a queue of their own. */
function scene(options: PostgresJobsOptions = {}) {
  const name = `test-${randomUUID()}`;
  const open = async (): Promise<JobSource> => {
    const jobs = await postgresJobs({ connectionString: server?.url }, { name, lease: 1000, ...options });
    onTestFinished(() => jobs.close());
    return jobs;
  };
  return { name, open };
}

/** A connection for the test's own questions. */
async function asking(): Promise<Client> {
  const client = new Client({ connectionString: server?.url });
  client.on("error", () => {}); // the test may end it
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function taken(jobs: JobSource): Promise<TakenJob> {
  for (;;) {
    const job = await jobs.take();
    if (job) return job;
  }
}

/** What is heard of a caller's jobs. */
async function hearing(jobs: JobSource, caller: string) {
  const results: string[] = [];
  const progress: Uint8Array[] = [];
  await jobs.listen(caller, {
    result: (id, result) => results.push(`${id} ${text(result)}`),
    progress: (_, value) => progress.push(value),
    closed: () => {},
  });
  return { results, progress };
}

describe.skipIf(noPostgres)(`jobs in Postgres${noPostgres === undefined ? "" : `: ${noPostgres}`}`, () => {
  it("have their tables made once, however many programs begin at the same moment", async () => {
    const schema = `s_${randomUUID().replaceAll("-", "")}`;
    const { open } = scene({ schema });
    const [first] = await Promise.all([open(), open(), open(), open(), open(), open(), open(), open()]);
    await first.accept("me.a", bytes("job"));
    expect(text((await taken(first)).job)).toBe("job");
    const client = await asking();
    const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1", [schema]);
    expect(rows).toEqual([{ tablename: "dead" }, { tablename: "queue" }, { tablename: "results" }]);
  });

  it("are done by a copy of the pool, whose own test passes", () =>
    tryCopy(runtimeOf("node"), "distributed-pool-postgres", server?.url ?? ""));

  it("are not taken from the worker that has them now by one that lost them, and gives them back", async () => {
    const { name, open } = scene();
    let fetched = 0;
    const port = await proxyTo(Number(new URL(server?.url ?? "").port), () => {
      let isMute = false;
      return (piece, to) => {
        if (to === "client") return !isMute;
        isMute = piece.includes("SELECT job FROM");
        if (isMute) fetched++;
        return true;
      };
    });
    const url = new URL(server?.url ?? "");
    url.port = String(port);
    const connection = { connectionString: url.href, query_timeout: 2500 };
    const losing = await postgresJobs(connection, { name, lease: 1000 });
    onTestFinished(() => losing.close());
    const has = await open();
    await has.accept("me.a", new Uint8Array(300_000)); // which is fetched by itself
    void losing.take().catch(() => {});
    const client = await asking();
    const deliveries = async (): Promise<object> =>
      (await client.query("SELECT deliveries, held FROM jobs.queue WHERE name = $1", [name])).rows[0];
    while (JSON.stringify(await deliveries()) !== '{"deliveries":1,"held":true}');
    const mine = await taken(has); // its lease is over
    const renewing = setInterval(() => mine.renew(), 300);
    onTestFinished(() => clearInterval(renewing));
    await new Promise((resolve) => setTimeout(resolve, 3000)); // the other gives back what it never had
    expect({ ...(await deliveries()), fetched }).toEqual({ deliveries: 2, held: true, fetched: 1 });
    await mine.finish(bytes("done"));
  });

  it("keep no program alive whose connections are cut off without a word, once it has closed", async () => {
    let isCut = false;
    const nears = new Set<Socket>();
    const proxy = createServer({ allowHalfOpen: true }, (near) => {
      nears.add(near.on("error", () => {}).on("close", () => nears.delete(near)));
      const far = connect(Number(new URL(server?.url ?? "").port), "127.0.0.1");
      near.on("data", (piece) => void (isCut || far.write(piece)));
      far.on("data", (piece) => void (isCut || near.write(piece)));
      near.on("end", () => void (isCut || near.end()));
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => {
      proxy.close();
      for (const near of nears) near.destroy();
    });
    const url = new URL(server?.url ?? "");
    url.port = String((proxy.address() as AddressInfo).port);
    const jobs = await postgresJobs({ connectionString: url.href }, { name: scene().name });
    await jobs.listen("me", { result: () => {}, progress: () => {}, closed: () => {} });
    expect(nears.size).toBeGreaterThan(1);
    isCut = true;
    await jobs.close();
    // What arrives nowhere any more is refused by the system, and then the connection is over on this side too.
    while (nears.size > 0) {
      for (const near of nears) near.write("?");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }, 20_000);

  it("are accepted though another program accepts the same ones in another order, and the two wait for each other", async () => {
    const { name, open } = scene();
    const jobs = await open();
    const [other, looking] = [await asking(), await asking()];
    await other.query("SET deadlock_timeout = '1min'"); // so that it is not the one that is ended
    await other.query("BEGIN");
    const accept = "INSERT INTO jobs.queue (name, id, job) VALUES ($1, $2, '')";
    await other.query(accept, [name, "me.c"]);
    const all = Promise.all(["me.a", "me.b", "me.c"].map((id) => jobs.accept(id, bytes("job")))); // the last two together
    const waiting = async () => (await looking.query("SELECT FROM pg_locks WHERE NOT granted")).rows.length;
    while ((await waiting()) === 0);
    await other.query(accept, [name, "me.b"]);
    await other.query("COMMIT");
    expect(await all).toHaveLength(3);
  });

  it("are refused with what is missing: a database, a user, room for one more connection", async () => {
    const client = await asking();
    const full = `full_${randomUUID().replaceAll("-", "")}`;
    await client.query(`CREATE ROLE ${full} LOGIN CONNECTION LIMIT 0`);
    const refused = async (change: { database?: string; user?: string }): Promise<string> => {
      const url = new URL(server?.url ?? "");
      if (change.database) url.pathname = change.database;
      if (change.user) url.username = change.user;
      return (await caught(postgresJobs({ connectionString: url.href }))).message;
    };
    expect(await refused({ database: "none" })).toMatch(
      /wanted a database that is there, found .*"none" does not exist/,
    );
    expect(await refused({ user: "nobody" })).toMatch(/wanted a user whom it lets in, found .*"nobody" does not exist/);
    expect(await refused({ user: full })).toMatch(
      /wanted room for a few more connections, .*found .*too many connections/,
    );
  });

  it("are kept for a user who may use the tables and make none", async () => {
    await scene().open();
    const client = await asking();
    const user = `u_${randomUUID().replaceAll("-", "")}`;
    await client.query(`CREATE ROLE ${user} LOGIN; GRANT USAGE ON SCHEMA jobs TO ${user}`);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO ${user}`);
    const url = new URL(server?.url ?? "");
    url.username = user;
    const jobs = await postgresJobs({ connectionString: url.href }, { name: scene().name });
    onTestFinished(() => jobs.close());
    await jobs.accept("me.a", bytes("job"));
    expect(text((await taken(jobs)).job)).toBe("job");
    const refused = await caught(postgresJobs({ connectionString: url.href }, { schema: "another" }));
    expect(refused.message).toMatch(/^Cannot keep jobs in the schema "another" at 127.0.0.1:\d+, .*permission denied/);
  });

  it("are taken in the order in which they were accepted, together and one by one", async () => {
    const jobs = await scene().open();
    await Promise.all(["d", "b", "c", "a"].map((key) => jobs.accept(`me.${key}`, bytes(key))));
    await jobs.accept("me.e", bytes("e"));
    const order: string[] = [];
    for (let i = 0; i < 5; i++) order.push((await taken(jobs)).id);
    expect(order).toEqual(["me.d", "me.b", "me.c", "me.a", "me.e"]);
  });

  it("belong to no worker any more whose lease was over and that another one has", async () => {
    const { open } = scene();
    const [one, two] = [await open(), await open()];
    await one.accept("me.a", bytes("job"));
    const first = await taken(one);
    const second = await taken(two);
    expect([first.deliveries, second.deliveries]).toEqual([1, 2]);
    first.release(0);
    first.renew();
    await first.note(bytes("stale"));
    const third = await taken(one);
    expect(third.deliveries).toBe(3);
    expect(third.tries).toBeUndefined();
    // It was taken because the second's lease was over, not because the first gave it away.
    expect(third.at - second.at).toBeGreaterThan(900);
  });

  it("tell a worker whose lease was over that another one has finished", async () => {
    const { open } = scene();
    const [one, two] = [await open(), await open()];
    await one.accept("me.a", bytes("job"));
    const [first, second] = [await taken(one), await taken(two)];
    await second.finish(bytes("done"));
    first.renew();
    await until(() => first.cancelled.aborted);
    await first.finish(bytes("cancelled"));
    expect(text(await one.result("me.a"))).toBe("done");
  });

  it("are kept as long as they are renewed", async () => {
    const jobs = await scene().open();
    await jobs.accept("me.a", bytes("job"));
    const job = await taken(jobs);
    for (let i = 0; i < 5; i++) {
      job.renew();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await job.finish(bytes("done"));
    expect(await jobs.take()).toBeUndefined();
    expect(text(await jobs.result("me.a"))).toBe("done");
  });

  it("have the first of several results, whoever comes with another", async () => {
    const { open } = scene();
    const [one, two] = [await open(), await open()];
    await one.accept("me.a", bytes("job"));
    const [first, second] = [await taken(one), await taken(two)];
    await Promise.all([first.finish(bytes("same")), second.finish(bytes("same"))]);
    expect(await two.cancel("me.a", bytes("cancelled"))).toBe("finished");
    expect(text(await one.result("me.a"))).toBe("same");
  });

  it("are heard of when the connection that listens was lost meanwhile", async () => {
    const { name, open } = scene();
    const jobs = await open();
    const { results } = await hearing(jobs, "me");
    const client = await asking();
    await jobs.accept("me.a", bytes("job"));
    const job = await taken(jobs);
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%pg_current_snapshot%'",
    );
    await client.query(
      "INSERT INTO jobs.results (name, id, caller, result, kept_until) VALUES ($1, 'me.b', 'me', 'silent', now() + '1 hour')",
      [name],
    );
    await job.finish(bytes("done"));
    await until(() => results.length === 2);
    expect(results.sort()).toEqual(["me.a done", "me.b silent"]);
  });

  it("are heard of once, also of those whose transaction ended long after later ones", async () => {
    const { name, open } = scene();
    const jobs = await open();
    const { results } = await hearing(jobs, "me");
    const slow = await asking();
    await slow.query("BEGIN");
    await slow.query(
      "INSERT INTO jobs.results (name, id, caller, result, kept_until) VALUES ($1, 'me.slow', 'me', 'slow', now() + '1 hour')",
      [name],
    );
    for (const key of ["a", "b", "c"]) {
      await jobs.accept(`me.${key}`, bytes("job"));
      await (await taken(jobs)).finish(bytes("done"));
      await until(() => results.includes(`me.${key} done`));
    }
    await slow.query("COMMIT");
    await until(() => results.includes("me.slow slow"));
    expect(results).toEqual(["me.a done", "me.b done", "me.c done", "me.slow slow"]);
  });

  it("are taken, and their results heard, however large they are together", async () => {
    const { name, open } = scene();
    const jobs = await open();
    const { results } = await hearing(jobs, "me");
    const large = new Uint8Array(3 * 1024 * 1024).fill(65);
    const keys = ["a", "b", "c"];
    await Promise.all(keys.map((key) => jobs.accept(`me.${key}`, large)));
    const all = await Promise.all(keys.map(() => taken(jobs)));
    for (const { job, deliveries } of all) expect([job.byteLength, deliveries]).toEqual([large.byteLength, 1]);
    await Promise.all(all.map((job) => job.finish(large)));
    await until(() => results.length === 3);
    expect(results.map((result) => result.length)).toEqual(keys.map(() => "me.a ".length + large.byteLength));
    const client = await asking();
    await client.query(
      `INSERT INTO jobs.results (name, id, caller, result, kept_until)
       SELECT $1, 'me.' || n, 'me', convert_to(repeat('A', 3145728), 'UTF8'), now() + '1 hour' FROM generate_series(1, 3) AS n`,
      [name],
    );
    await until(() => results.length === 6);
    expect(new Set(results.map((result) => result.slice("me.a ".length))).size).toBe(1);
  });

  it("tell of progress that is larger than a notification", async () => {
    const jobs = await scene().open();
    const { progress } = await hearing(jobs, "me");
    await jobs.accept("me.a", bytes("job"));
    const job = await taken(jobs);
    const large = Uint8Array.from({ length: 100_001 }, (_, i) => i % 251);
    job.progress(large);
    job.progress(new Uint8Array());
    await until(() => progress.length === 2);
    expect(progress[0]).toEqual(large);
    expect(progress[1]).toEqual(new Uint8Array());
  });

  it("are told that they were cancelled, also by a worker that did not hear it", async () => {
    const { name, open } = scene();
    const jobs = await open();
    await jobs.accept("me.a", bytes("job"));
    const job = await taken(jobs);
    const client = await asking();
    await client.query(
      "INSERT INTO jobs.results (name, id, caller, result, kept_until) VALUES ($1, 'me.a', 'me', 'cancelled', now() + '1 hour')",
      [name],
    );
    expect(job.cancelled.aborted).toBe(false);
    job.renew();
    await until(() => job.cancelled.aborted);
  });

  it("are finished when the server comes back that was killed", async () => {
    const { open } = scene();
    const jobs = await open();
    const { results } = await hearing(jobs, "me");
    await jobs.accept("me.a", bytes("job"));
    const job = await taken(jobs);
    await server?.kill();
    const finished = job.finish(bytes("done"));
    expect((await caught(jobs.accept("me.b", bytes("job")))).message).toMatch(/ECONNREFUSED|terminated/);
    await server?.start();
    await finished;
    await until(() => results.includes("me.a done"));
  });

  it("that were given up are dead letters, until they are queued again as if they had never been tried, or forgotten", async () => {
    const jobs = await scene().open();
    const { results } = await hearing(jobs, "me");
    for (const key of ["a", "b"]) {
      await jobs.accept(`me.${key}`, bytes(key));
      const job = await taken(jobs);
      await job.note(bytes("tried"));
      await job.bury(bytes(`letter ${key}`), bytes("given up"));
    }
    await until(() => results.length === 2);
    const letters = await Array.fromAsync(jobs.letters());
    expect(letters.map(({ id, letter }) => `${id}: ${text(letter)}`)).toEqual(["me.a: letter a", "me.b: letter b"]);
    await jobs.unbury("me.a", bytes("again"));
    await jobs.unbury("me.b");
    const again = await taken(jobs);
    expect({ ...again, job: text(again.job) }).toMatchObject({
      id: "me.a",
      job: "again",
      deliveries: 1,
      tries: undefined,
    });
    await again.finish(bytes("done"));
    await until(() => results.includes("me.a done"));
    expect(await Array.fromAsync(jobs.letters())).toEqual([]);
    expect(text(await jobs.result("me.b"))).toBe("given up");
  });

  it("have results for as long as they are kept", async () => {
    const { name, open } = scene({ keepResults: 1000 });
    const jobs = await open();
    await jobs.accept("me.a", bytes("job"));
    await (await taken(jobs)).finish(bytes("done"));
    expect(text(await jobs.result("me.a"))).toBe("done");
    const client = await asking();
    const count = async (): Promise<number> =>
      (await client.query("SELECT FROM jobs.results WHERE name = $1", [name])).rowCount ?? 0;
    while ((await count()) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  });

  it("that come too late for a worker that leaves are given back, which is no try", async () => {
    const { open } = scene();
    const [one, two] = [await open(), await open()];
    await two.accept("me.a", bytes("job"));
    const client = await asking();
    await client.query("BEGIN; LOCK TABLE jobs.queue IN EXCLUSIVE MODE");
    const late = one.take();
    await new Promise((resolve) => setTimeout(resolve, 200)); // until the server has heard of it
    const closed = one.close();
    await client.query("COMMIT");
    await closed;
    expect(await late).toBeUndefined();
    expect((await taken(two)).deliveries).toBe(1);
    await expect(one.take()).rejects.toThrow("closed");
  });

  it("need a server that answers, and a name and a schema that can be written down", async () => {
    const odd = await caught(postgresJobs({ connectionString: "postgres://me:sec/ret@127.0.0.1:1/data" }));
    expect(odd.message).toMatch(/^Cannot reach Postgres: wanted an address like/);
    expect(inspect(odd)).not.toMatch(/me:sec|ret@/);
    const error = await caught(postgresJobs({ connectionString: "postgres://me:secret@127.0.0.1:1/data" }));
    expect(error.message).toMatch(
      /^Cannot reach Postgres at 127\.0\.0\.1:1, database "data": wanted a server, found .*ECONNREFUSED/,
    );
    expect(error.message).not.toContain("secret");
    const named = await caught(postgresJobs({ host: "localhost", port: 1 }));
    expect(named.message).toMatch(/^Cannot reach Postgres at localhost:1, .*found .*ECONNREFUSED/);
    await expect(postgresJobs({}, { name: "a'b" })).rejects.toThrow(`found "a'b"`);
    await expect(postgresJobs({}, { schema: 'a"b' })).rejects.toThrow("wanted a schema");
    await expect(postgresJobs({}, { lease: 10 })).rejects.toThrow("lease");
  });
});
