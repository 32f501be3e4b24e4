/** Queries of a library that blocks the thread it is called on: what everything else on that thread feels meanwhile. */
import type { Executor } from "../pool/tasks.ts";
import { Heartbeat } from "./support/heartbeat.ts";
import { prepareOnce } from "./support/prepare-once.ts";
import { Random } from "./support/random.ts";
import type { Database, Description, Implements, Io, IterationResult, Place, Workload } from "./workload.ts";

interface Parameters {
  /** Of the table that every query reads from end to end. */
  rows: number;
  queries: number;
  seed: number;
}

interface Order {
  customer: number;
  category: string;
  cents: number;
}

/** Orders of the customers from `first` to `last`. */
interface Query {
  path: string;
  first: number;
  last: number;
}

/** One category: how many orders, their sum, the largest. */
type CategoryTotal = [category: string, orders: number, totalCents: number, largestCents: number];

const CATEGORIES = ["books", "clothes", "food", "games", "garden", "music", "sports", "tools"];
const CUSTOMERS = 1_000;

export const description: Description<Parameters> = {
  name: "query-database",
  title: "Query a database",
  kind: "blocking library",
  summary:
    "Table scans through SQLite's synchronous driver while a timer beats on the caller's loop. The longest gap between beats is what everything else in the program feels.",
  sizes: {
    small: { parameters: { rows: 10_000, queries: 8, seed: 1 }, iterations: 1, warmups: 1, sequentialSeconds: 0.03 },
    medium: { parameters: { rows: 40_000, queries: 8, seed: 2 }, iterations: 1, warmups: 1, sequentialSeconds: 0.14 },
    large: { parameters: { rows: 100_000, queries: 24, seed: 3 }, iterations: 1, warmups: 1, sequentialSeconds: 1.2 },
  },
  defaultSizes: ["small"],
  concurrency: 8,
};

export const tasks = (io: Io) => {
  /** One connection for this worker: it is opened by the first query and ends with the worker. */
  const databases = new Map<string, Promise<Database>>();

  return {
    async totals({ path, first, last }: Query): Promise<CategoryTotal[]> {
      let opening = databases.get(path);
      if (!opening) databases.set(path, (opening = io.openDatabase(path, { readOnly: true })));
      const rows = (await opening).all(
        `SELECT category, count(*) AS orders, sum(cents) AS total, max(cents) AS largest
         FROM orders WHERE customer BETWEEN ? AND ? GROUP BY category ORDER BY category`,
        first,
        last,
      );
      return rows.map((row) => [row["category"], row["orders"], row["total"], row["largest"]] as CategoryTotal);
    },
  };
};

type Tasks = ReturnType<typeof tasks>;

export async function prepare(parameters: Parameters, { folder }: Place, io: Io): Promise<void> {
  await prepareOnce(io, folder, parameters, async () => {
    const database = await io.openDatabase(databasePath(folder));
    database.run("BEGIN");
    database.run("DROP TABLE IF EXISTS orders");
    database.run("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, category TEXT, cents INTEGER)");
    for (const { customer, category, cents } of orders(parameters)) {
      database.run("INSERT INTO orders (customer, category, cents) VALUES (?, ?, ?)", customer, category, cents);
    }
    database.run("COMMIT");
    database.close();
  });
}

export function inputs({ queries, seed }: Parameters, { folder }: Place): Query[] {
  const random = new Random(seed, 1);
  return Array.from({ length: queries }, () => {
    const first = random.between(1, CUSTOMERS / 2);
    return { path: databasePath(folder), first, last: first + CUSTOMERS / 2 };
  });
}

export async function run(executor: Executor<Tasks>, inputs: Query[]): Promise<IterationResult<CategoryTotal[][]>> {
  const heartbeat = new Heartbeat();
  try {
    const answer = await Promise.all(inputs.map((query) => executor.submit("totals", [query])));
    return { answer, observations: { longestLoopGapSeconds: heartbeat.stop() } };
  } finally {
    heartbeat.stop();
  }
}

/** From the orders as made, without a database. */
export function expected(parameters: Parameters, place: Place): CategoryTotal[][] {
  const all = [...orders(parameters)];
  return inputs(parameters, place).map(({ first, last }) =>
    CATEGORIES.map((name): CategoryTotal => {
      const found = all.filter(({ customer, category }) => category === name && customer >= first && customer <= last);
      const cents = found.map((order) => order.cents);
      return [
        name,
        found.length,
        cents.reduce((sum, next) => sum + next, 0),
        cents.reduce((a, b) => Math.max(a, b), 0),
      ];
    }).filter(([, orders]) => orders > 0),
  );
}

function* orders({ rows, seed }: Parameters): Generator<Order> {
  const random = new Random(seed);
  for (let row = 0; row < rows; row++) {
    yield {
      customer: random.between(1, CUSTOMERS),
      category: CATEGORIES[random.between(0, CATEGORIES.length - 1)]!,
      cents: random.between(100, 100_000),
    };
  }
}

function databasePath(folder: string): string {
  return `${folder}/orders.sqlite`;
}

export type Checked = Implements<
  Workload<Parameters, Tasks, Query[], CategoryTotal[][]>,
  typeof import("./query-database.ts")
>;
