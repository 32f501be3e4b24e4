/** Hono on Deno. */
import { app } from "./app.js";
import { pool } from "./pool.js";

await pool.prewarm();
const server = Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("PORT")) }, (request) =>
  app.fetch(request),
);
Deno.addSignalListener("SIGTERM", async () => {
  await Promise.all([server.shutdown(), pool.close()]);
  Deno.exit(); // a thread that is busy and cannot be stopped would keep the program
});
