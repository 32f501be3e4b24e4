/** The child of `pipes.ts`: each line in capitals, until its input ends; 2 for a line that is none. */
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  if (/^\W+$/.test(line)) process.exit(2);
  console.log(line.toUpperCase());
}
