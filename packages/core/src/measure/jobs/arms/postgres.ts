/**
 * Postgres without a pool, as one writes it by hand: a job is a row that its worker deletes in a transaction, which it holds open while it does
 * the job. When its connection ends, the row is there again. Who waits is woken by `NOTIFY`, in the transaction that it tells of.
 */
import { Client, Pool } from "pg";
import { type Job, run, type Submitter } from "../arm.ts";

/** Milliseconds after which a worker that was not woken looks by itself. */
const LOOK = 1000;

/** Of a connection that is lost. */
const heedless = (): void => {};

async function listen(connectionString: string, channel: string, heard: (text: string) => void): Promise<void> {
  const client = new Client({ connectionString });
  client.on("error", heedless);
  client.on("notification", ({ payload }) => heard(payload ?? ""));
  await client.connect();
  await client.query(`LISTEN ${channel}`);
}

export async function open(connectionString: string): Promise<Submitter> {
  const connections = new Pool({ connectionString });
  connections.on("error", heedless);
  await connections.query(`
    CREATE TABLE IF NOT EXISTS bare_queue (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL, job text NOT NULL);
    CREATE TABLE IF NOT EXISTS bare_results (id text PRIMARY KEY, result text NOT NULL);`);
  const waiting = new Map<string, (value: number) => void>();
  await listen(connectionString, "bare_results", (text) => {
    const [id = "", result] = text.split(" ");
    waiting.get(id)?.(Number(result));
    waiting.delete(id);
  });
  let last = 0;
  const accept = async (id: string, job: Job): Promise<void> => {
    await connections.query(
      `WITH kept AS (INSERT INTO bare_queue (id, job) VALUES ($1, $2) RETURNING 1)
       SELECT pg_notify('bare_queue', '') FROM kept`,
      [id, JSON.stringify(job)],
    );
  };
  return {
    accept,
    async submit(job) {
      const id = String(++last);
      const { promise, resolve } = Promise.withResolvers<number>();
      waiting.set(id, resolve);
      await accept(id, job);
      return promise;
    },
    async kept() {
      const { rows } = await connections.query<{ id: string }>("SELECT id FROM bare_queue");
      return rows.map(({ id }) => id);
    },
  };
}

export async function serve(connectionString: string, slots: number): Promise<void> {
  const bell = new Bell();
  await listen(connectionString, "bare_queue", () => bell.ring());
  const connections = new Pool({ connectionString, max: slots });
  const serveOne = async (): Promise<void> => {
    const client = await connections.connect();
    for (;;) {
      const { rings } = bell;
      await client.query("BEGIN");
      const { rows } = await client.query<{ id: string; job: string }>(
        `DELETE FROM bare_queue WHERE seq = (SELECT seq FROM bare_queue ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING id, job`,
      );
      const [taken] = rows;
      if (taken) {
        const result = String(await run(JSON.parse(taken.job) as Job));
        await client.query(
          `WITH kept AS (INSERT INTO bare_results (id, result) VALUES ($1, $2) RETURNING id, result)
           SELECT pg_notify('bare_results', id || ' ' || result) FROM kept`,
          [taken.id, result],
        );
      }
      await client.query("COMMIT");
      if (!taken) await bell.heard(rings);
    }
  };
  for (let slot = 0; slot < slots; slot++) void serveOne();
}

/** Wakes all who wait. */
class Bell {
  /** How often it was rung. */
  rings = 0;
  #wake = Promise.withResolvers<void>();

  ring(): void {
    this.rings++;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  /** Resolves when it was rung more often than so many times, or after {@link LOOK}. */
  async heard(rings: number): Promise<void> {
    if (this.rings > rings) return;
    await Promise.race([this.#wake.promise, new Promise((resolve) => setTimeout(resolve, LOOK))]);
  }
}
