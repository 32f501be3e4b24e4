/** TLS and credentials are the client's own options, and pass through to it; who has none of them is refused, and told no password. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DistributedPool } from "../../packages/core/src/distributed/distributed-pool.ts";
import { natsJobs } from "../../packages/core/src/distributed/job-source/nats.ts";
import { JobWorker } from "../../packages/core/src/distributed/job-worker.ts";
import { caught, tasks, type Tasks } from "../../packages/core/src/distributed/support/scene.ts";
import { fakeWorkers } from "../../packages/core/src/pool/support/fake-workers.ts";
import { WorkerPool } from "../../packages/core/src/pool/worker-pool.ts";
import { NatsServer, noServer } from "../../scripts/nats-server.ts";
import { testFolder } from "../support/test-folder.ts";

type Connection = NonNullable<Parameters<typeof natsJobs>[0]>;

const noKeys =
  noServer ?? (spawnSync("openssl", ["version"]).status === 0 ? undefined : "openssl was not found on PATH");
const USER = 'authorization { user: "jobs", password: "secret" }';

async function started(folder: string, settings: string[]): Promise<string> {
  const server = new NatsServer(folder, settings);
  await server.start();
  onTestFinished(() => server.kill());
  return `127.0.0.1:${server.port}`;
}

/** One job, submitted and done through connections of their own. */
async function addThrough(connection: Connection): Promise<number> {
  const local = new WorkerPool<Tasks>(fakeWorkers(tasks).connect, { workers: 1 });
  const worker = new JobWorker(await natsJobs(connection), local);
  const pool = new DistributedPool<Tasks>(await natsJobs(connection));
  const sum = await pool.submit("add", [20, 22]);
  await pool.close();
  await worker.leave();
  await local.close();
  return sum;
}

it.skipIf(noServer)(
  `a server that wants a password has it from the options${noServer === undefined ? "" : `: ${noServer}`}`,
  async () => {
    const servers = await started(testFolder(), [USER]);
    expect(await addThrough({ servers, user: "jobs", pass: "secret" })).toBe(42);
    for (const wrong of [{}, { user: "jobs", pass: "guessed" }]) {
      const { message } = await caught(natsJobs({ servers, ...wrong, reconnect: false }));
      expect(message).toMatch(/^Cannot reach NATS at 127\.0\.0\.1:\d+: wanted a server, found .*authorization/is);
      expect(message).not.toContain("guessed");
    }
  },
);

it.skipIf(noKeys)(
  `a server that speaks TLS alone is believed by its certificate${noKeys === undefined ? "" : `: ${noKeys}`}`,
  async () => {
    const folder = testFolder();
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const made = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      key,
      "-out",
      cert,
      "-days",
      "1",
      ...names,
    ];
    expect(spawnSync("openssl", made).status).toBe(0);
    const servers = await started(folder, [USER, `tls { cert_file: "${cert}", key_file: "${key}" }`]);
    const known = { servers, user: "jobs", pass: "secret", tls: { caFile: cert } };
    expect(await addThrough(known)).toBe(42);
    const { message } = await caught(natsJobs({ ...known, tls: {}, reconnect: false }));
    expect(message).toMatch(/^Cannot reach NATS .*certificate/is);
  },
);
