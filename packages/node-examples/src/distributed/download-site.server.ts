/** The site of `download-site.ts`: 160 pages on 127.0.0.1, each with a wait and a size of its own. It counts its visits. */
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);
const PAGES = 160;

export interface Site extends AsyncDisposable {
  urls: string[];
  /** What its pages make a visitor wait, added up. */
  units: number;
  /** Connections that were opened to it so far. */
  readonly connections: number;
  /** Requests it had open at the same time, at most. */
  readonly busiest: number;
}

/** Opens the site, at a port that is free. */
export async function openSite(): Promise<Site> {
  let connections = 0;
  let open = 0;
  let busiest = 0;
  const server = createServer(async (request, response) => {
    busiest = Math.max(busiest, ++open);
    const { units, bytes } = page(Number(request.url?.slice(1)));
    await sleep(units * UNIT);
    open--;
    response.end("x".repeat(bytes));
  });
  server.on("connection", () => connections++);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Cannot open the site: it has no port");
  const { port } = address;
  return {
    urls: Array.from({ length: PAGES }, (_, i) => `http://127.0.0.1:${port}/${i}`),
    units: Array.from({ length: PAGES }, (_, i) => page(i).units).reduce((sum, units) => sum + units),
    get connections() {
      return connections;
    },
    get busiest() {
      return busiest;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A page's wait and size: scattered, and the same in every run. */
function page(index: number): { units: number; bytes: number } {
  const scattered = ((index * 2_654_435_761) >>> 0) / 2 ** 32;
  return { units: 0.1 + 0.4 * scattered, bytes: 1000 + Math.floor(9000 * scattered) };
}
