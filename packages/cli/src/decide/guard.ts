/**
 * Outlives the command, in case that is killed: then it ends the candidates, which may be too busy to notice that nobody listens. The
 * command tells it over stdin who they are, `+PID` and `-PID`, one a line; what is left when stdin ends is ended.
 */
import process from "node:process";
import { createInterface } from "node:readline";

const groups = new Set<number>();

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith("+") && pid > 1) groups.add(pid);
    else groups.delete(pid);
  })
  .on("close", () => {
    for (const pid of groups) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  });
