/** Hono: the same in every runtime. The request's own signal is aborted when its client goes away. */
import { Hono } from "hono";
import { answer } from "./pool.js";

export const app = new Hono();
app.all("*", async ({ req }) => {
  const { status, text, headers } = await answer({
    url: req.url,
    signal: req.raw.signal,
    traceparent: req.header("traceparent"),
  });
  return new Response(text, { status, headers });
});
