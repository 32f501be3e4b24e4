/** One of the servers of `http-server.ts`. All of them listen on the same port: the primary process shares it out. */
import { createServer } from "node:http";

// Port 0 is any free port, and with cluster the same one in every worker. The answer tells who gave it.
createServer((_request, response) => {
  response.setHeader("connection", "close").end(String(process.pid));
}).listen(0, "127.0.0.1");
