/** What is NATS's own among the engines: its options, and the copy that is made for it. */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { natsJobs } from "../../packages/core/src/distributed/job-source/nats.ts";
import { caught } from "../../packages/core/src/distributed/support/scene.ts";
import { NatsServer, noServer } from "../../scripts/nats-server.ts";
import { testFolder } from "../support/test-folder.ts";
import { tryCopy } from "./support/copy.ts";
import { runtimeOf } from "./support/programs.ts";
import { proxyTo } from "./support/proxy.ts";

const server = noServer === undefined ? new NatsServer(testFolder()) : undefined;
beforeAll(() => server?.start());
afterAll(() => server?.stop());

describe.skipIf(noServer)(`jobs in NATS${noServer === undefined ? "" : `: ${noServer}`}`, () => {
  it("are done by a copy of the pool, whose own test passes", () =>
    tryCopy(runtimeOf("node"), "distributed-pool", server?.url ?? ""));

  it("need a server that answers, and options that agree", async () => {
    const error = await caught(natsJobs({ servers: "me:secret@127.0.0.1:1", reconnect: false }));
    expect(error.message).toMatch(/^Cannot reach NATS at 127.0.0.1:1: wanted a server, found .*"nats-server -js"/s);
    for (const servers of ["nats://me:sec,ret@127.0.0.1:1", "nats://me:sec/ret@127.0.0.1:1", ["a:sec@ret@127.0.0.1:1"]])
      expect(inspect(await caught(natsJobs({ servers, reconnect: false })))).not.toMatch(/sec|ret@/);
    const name = `test-${randomUUID()}`;
    const jobs = await natsJobs({ servers: server?.url ?? "" }, { name });
    onTestFinished(() => jobs.close());
    const other = await caught(natsJobs({ servers: server?.url ?? "" }, { name, keepResults: 5000 }));
    expect(other.message).toContain("the same options in all programs");
  });

  it("are accepted only where they are stored: not where a stream is full", async () => {
    const name = `test-${randomUUID()}`;
    const jobs = await natsJobs({ servers: server?.url ?? "" }, { name });
    onTestFinished(() => jobs.close());
    const client = await connect({ servers: server?.url ?? "" });
    onTestFinished(() => client.close());
    const { streams } = await jetstreamManager(client);
    await streams.update(`${name}_queue`, { max_bytes: 200_000 });
    const accepted: string[] = [];
    const refused: Error[] = [];
    for (const id of ["me.1", "me.2", "me.3", "me.4", "me.1"])
      await jobs.accept(id, new Uint8Array(60_000)).then(
        () => accepted.push(id),
        (error: Error) => refused.push(error),
      );
    const { state } = await streams.info(`${name}_queue`);
    expect(state.messages).toBe(new Set(accepted).size);
    expect(accepted.at(-1)).toBe("me.1"); // it is there
    expect(refused.map(({ message }) => message)).toEqual(["maximum bytes exceeded"]);
  });

  it("are sent a thousand at a time, and those behind are refused when the server says nothing of those before", async () => {
    const held = new NatsServer(testFolder());
    await held.start();
    onTestFinished(() => held.kill());
    const jobs = await natsJobs({ servers: held.url }, { timeout: 1000 });
    onTestFinished(() => jobs.close());
    const job = new Uint8Array(10);
    held.pause();
    const all = await Promise.allSettled(Array.from({ length: 3000 }, (_, i) => jobs.accept(`me.${i}`, job)));
    held.goOn();
    expect(all.filter(({ status }) => status === "fulfilled")).toEqual([]);
    const client = await connect({ servers: held.url });
    onTestFinished(() => client.close());
    const { streams } = await jetstreamManager(client);
    await jobs.accept("me.last", job); // behind all that were sent
    expect((await streams.info("jobs_queue")).state.messages).toBe(1001);
  });

  it("keep nobody who leaves waiting for a server that is gone, however long it may take to answer", async () => {
    const gone = new NatsServer(testFolder());
    await gone.start();
    const jobs = await natsJobs({ servers: gone.url }, { timeout: 100_000 });
    const off = await jobs.listen("me", { result: () => {}, progress: () => {}, closed: () => {} });
    await gone.kill();
    await off();
    await jobs.close();
    expect(jobs.closed).toBe(true);
  }, 60_000);

  it("that are tried again and given up again, before that is known, are dead letters still", async () => {
    const name = `test-${randomUUID()}`;
    const near = await natsJobs({ servers: server?.url ?? "" }, { name });
    onTestFinished(() => near.close());
    const port = await proxyTo(Number(new URL(server?.url ?? "").port), () => async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return true;
    });
    const far = await natsJobs({ servers: `127.0.0.1:${port}` }, { name });
    onTestFinished(() => far.close());
    const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);
    const bury = async (letter: string): Promise<void> => {
      for (let taken = await near.take(); ; taken = await near.take())
        if (taken) return taken.bury(bytes(letter), bytes("it was given up"));
    };
    await near.accept("me.a", bytes("job"));
    await bury("first");
    await Promise.all([far.unbury("me.a", bytes("job")), bury("second")]);
    const letter = await near.letter("me.a");
    expect(letter && new TextDecoder().decode(letter)).toBe("second");
  });

  it("are heard of no more when their server comes back without them, and whoever listened is told", async () => {
    const folder = testFolder();
    const forgetful = new NatsServer(folder);
    await forgetful.start();
    onTestFinished(() => forgetful.kill());
    const jobs = await natsJobs({ servers: forgetful.url });
    onTestFinished(() => jobs.close());
    const told = Promise.withResolvers<unknown>();
    await jobs.listen("me", { result: () => {}, progress: () => {}, closed: told.resolve });
    await forgetful.kill();
    rmSync(join(folder, "js"), { recursive: true });
    await forgetful.start();
    const others = await natsJobs({ servers: forgetful.url });
    onTestFinished(() => others.close());
    expect(await told.promise).toMatchObject({ message: "the server has lost what it kept" });
  });
});
