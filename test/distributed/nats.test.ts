/** What is NATS's own among the engines: its options, and the copy that is made for it. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { natsJobs } from "../../packages/core/src/distributed/job-source/nats.ts";
import { caught } from "../../packages/core/src/distributed/support/scene.ts";
import { NatsServer, noServer } from "../../scripts/nats-server.ts";
import { testFolder } from "../support/test-folder.ts";
import { tryCopy } from "./support/copy.ts";
import { runtimeOf } from "./support/programs.ts";

const server = noServer === undefined ? new NatsServer(testFolder()) : undefined;
beforeAll(() => server?.start());
afterAll(() => server?.stop());

describe.skipIf(noServer)(`jobs in NATS${noServer === undefined ? "" : `: ${noServer}`}`, () => {
  it("are done by a copy of the pool, whose own test passes", () =>
    tryCopy(runtimeOf("node"), "distributed-pool", server?.url ?? ""));

  it("need a server that answers, and options that agree", async () => {
    const error = await caught(natsJobs({ servers: "me:secret@127.0.0.1:1", reconnect: false }));
    expect(error.message).toMatch(/^Cannot reach NATS at 127.0.0.1:1: wanted a server, found .*"nats-server -js"/s);
    const name = `test-${randomUUID()}`;
    const jobs = await natsJobs({ servers: server?.url ?? "" }, { name });
    onTestFinished(() => jobs.close());
    const other = await caught(natsJobs({ servers: server?.url ?? "" }, { name, keepResults: 5000 }));
    expect(other.message).toContain("the same options in all programs");
  });
});
