/**
 * The site of a workload that downloads: serves its `pages` on the loopback, in a process of its own that is the same for
 * every runtime.
 *
 *     node site.ts <workload URL> <parameters as JSON>      prints its address on one line, ends when its stdin ends
 *
 * Pages are made before the address is printed, so that all a request costs is its delay and the copy to the socket.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import type { Page } from "../workloads/workload.ts";

const [workloadUrl, parameters] = process.argv.slice(2);
if (workloadUrl === undefined || parameters === undefined) {
  throw new TypeError("Cannot serve a site: wanted a workload's URL and its parameters as arguments");
}
const workload: { pages(parameters: unknown): Iterable<Page> } = await import(workloadUrl);
const site = new Map(Array.from(workload.pages(JSON.parse(parameters)), (page) => [page.path, page]));

const server = createServer((request, response) => {
  const page = site.get(request.url ?? "");
  if (!page || request.method !== "GET") {
    response.writeHead(page ? 405 : 404, { "content-length": 0 }).end();
    return;
  }
  setTimeout(() => {
    response
      .writeHead(200, { "content-type": page.contentType, "content-length": page.body.byteLength })
      .end(page.body);
  }, page.delayMilliseconds);
});
// A connection lives as long as the execution: being closed in between would be measured as a failure of its runtime.
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
server.headersTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});

process.stdin.resume().on("close", () => process.exit());
