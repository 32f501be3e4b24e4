/** Express: the server of `node:http` that it listens with is what ends; a connection that is kept alive is told to close. */
import process from "node:process";
import express from "express";
import { answer, pool } from "./pool.js";

const app = express();
app.use(async (request, response) => {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const { originalUrl: url } = request;
  const answered = await answer({ url, signal: gone.signal, traceparent: request.get("traceparent") });
  if (!server.listening) response.set("connection", "close");
  response.status(answered.status).set(answered.headers).send(answered.text);
});

await pool.prewarm();
const server = app.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => {
  server.close();
  void pool.close();
});
