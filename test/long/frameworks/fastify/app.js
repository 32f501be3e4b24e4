/** Fastify: `close` waits for what was accepted, and for connections that are kept alive unless they are told to close. */
import process from "node:process";
import Fastify from "fastify";
import { answer, pool } from "./pool.js";

const app = Fastify();
app.get("*", async (request, reply) => {
  const gone = new AbortController();
  reply.raw.on("close", () => gone.abort());
  const { url, headers } = request;
  const answered = await answer({ url, signal: gone.signal, traceparent: headers.traceparent });
  if (!app.server.listening) reply.header("connection", "close");
  return reply.code(answered.status).headers(answered.headers).send(answered.text);
});

await pool.prewarm();
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => Promise.all([app.close(), pool.close()]));
