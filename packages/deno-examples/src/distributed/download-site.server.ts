/** The site of `download-site.ts`: 160 pages on 127.0.0.1, each with a wait and a size of its own. It counts its visits. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);
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
export function openSite(): Site {
  const visitors = new Set<number>();
  let open = 0;
  let busiest = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request, { remoteAddr }) => {
    busiest = Math.max(busiest, ++open);
    visitors.add(remoteAddr.port); // a connection is known by the port it comes from
    const { units, bytes } = page(Number(new URL(request.url).pathname.slice(1)));
    await new Promise((resolve) => setTimeout(resolve, units * UNIT));
    open--;
    return new Response("x".repeat(bytes));
  });
  const { port } = server.addr;
  return {
    urls: Array.from({ length: PAGES }, (_, i) => `http://127.0.0.1:${port}/${i}`),
    units: Array.from({ length: PAGES }, (_, i) => page(i).units).reduce((sum, units) => sum + units),
    get connections() {
      return visitors.size;
    },
    get busiest() {
      return busiest;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A page's wait and size: scattered, and the same in every run. */
function page(index: number): { units: number; bytes: number } {
  const scattered = ((index * 2_654_435_761) >>> 0) / 2 ** 32;
  return { units: 0.1 + 0.4 * scattered, bytes: 1000 + Math.floor(9000 * scattered) };
}
