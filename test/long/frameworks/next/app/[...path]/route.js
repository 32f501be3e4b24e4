/**
 * Next, in a route of the runtime `nodejs`. The pool is loaded by Node itself, and so are its workers: Next's bundler does not keep a
 * worker's module. `next start` lets what was accepted finish, and ends the process, its threads with it.
 */
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const place = pathToFileURL(join(process.cwd(), "pool.js")).href;
const load = () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ place);

export const dynamic = "force-dynamic";

export async function GET(request) {
  const { answer } = await load();
  const { status, text, headers } = await answer({
    url: request.url,
    signal: request.signal,
    traceparent: request.headers.get("traceparent") ?? undefined,
  });
  return new Response(text, { status, headers });
}
