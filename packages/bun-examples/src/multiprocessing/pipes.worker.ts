/** The child of `pipes.ts`: each line in capitals, until its input ends; 2 for a line that is none. */
import process from "node:process";

for await (const line of console) {
  if (/^\W+$/.test(line)) process.exit(2);
  console.log(line.toUpperCase());
}
