/** The task of `blocking-database-wrong.ts` and `blocking-database-right.ts`: a slow query through a client that blocks. */
import { Database } from "bun:sqlite";

// Every thread that loads this module has a connection of its own.
const database = new Database(":memory:");
const query = database.query<{ total: number }, [number]>(`
  WITH RECURSIVE row(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < ?)
  SELECT sum(number) AS total FROM row
`);

/** The sum of the first `rows` rows. There is nothing to wait for: the client computes in this thread until it has the answer. */
export function report(rows: number): number {
  return query.get(rows)?.total ?? NaN;
}
