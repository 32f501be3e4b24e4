/** The tables in which jobs are kept; see `postgres.ts`. */
import { escapeIdentifier, type Pool } from "pg";

/** All of them by one transaction, so that nobody sees some; and one program after the other. */
export async function makeTables(connections: Pool, schema: string): Promise<void> {
  const home = escapeIdentifier(schema);
  const { rows } = await connections.query<{ found: unknown }>("SELECT to_regclass($1) AS found", [`${home}.dead`]);
  if (rows[0]?.found != null) return;
  await connections.query(`
    SELECT pg_advisory_xact_lock(hashtextextended('jobs in ${schema}', 0));
    CREATE SCHEMA IF NOT EXISTS ${home};
    CREATE TABLE IF NOT EXISTS ${home}.queue (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL,
      id text NOT NULL,
      job bytea NOT NULL,
      tries bytea,
      deliveries integer NOT NULL DEFAULT 0,
      held boolean NOT NULL DEFAULT false,
      accepted_at timestamptz NOT NULL DEFAULT now(),
      available_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (name, id)
    );
    CREATE INDEX IF NOT EXISTS queue_by_time ON ${home}.queue (name, available_at, seq);
    CREATE TABLE IF NOT EXISTS ${home}.results (
      name text NOT NULL,
      id text NOT NULL,
      caller text NOT NULL,
      result bytea NOT NULL,
      written_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
      kept_until timestamptz NOT NULL,
      PRIMARY KEY (name, id)
    );
    CREATE INDEX IF NOT EXISTS results_by_caller ON ${home}.results (name, caller, written_by);
    CREATE INDEX IF NOT EXISTS results_by_time ON ${home}.results (kept_until);
    CREATE TABLE IF NOT EXISTS ${home}.dead (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL,
      id text NOT NULL,
      letter bytea NOT NULL,
      UNIQUE (name, id)
    );`);
}
