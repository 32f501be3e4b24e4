/** Hono on Bun. */
import process from "node:process";
import { app } from "./app.js";
import { pool } from "./pool.js";

await pool.prewarm();
const server = Bun.serve({ hostname: "127.0.0.1", port: Number(process.env.PORT), fetch: app.fetch });
process.once("SIGTERM", () => Promise.all([server.stop(), pool.close()]));
