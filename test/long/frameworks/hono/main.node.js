/** Hono on Node. */
import process from "node:process";
import { serve } from "@hono/node-server";
import { app } from "./app.js";
import { pool } from "./pool.js";

await pool.prewarm();
const server = serve({ fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
process.once("SIGTERM", () => {
  server.close();
  void pool.close();
});

async function fetch(request) {
  const response = await app.fetch(request);
  if (!server.listening) response.headers.set("connection", "close"); // it would be kept alive
  return response;
}
