/** What the processes of `start-and-join.ts` run. */
const task = Deno.args.at(0);

for (let line = 1; line <= 3; line++) console.log(`${task}, line ${line}, in process ${Deno.pid}`);
