/** What the processes of `start-and-join.ts` run. */
const task = process.argv.at(-1);

for (let line = 1; line <= 3; line++) console.log(`${task}, line ${line}, in process ${process.pid}`);
