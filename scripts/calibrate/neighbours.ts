/** Busy programs beside a run. */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";

/** Does the work while a program spins for every core; they are gone when it is done. */
export async function withNeighbours<Result>(work: () => Promise<Result>): Promise<Result> {
  const neighbours = Array.from({ length: availableParallelism() }, () =>
    execa(process.execPath, ["--eval", "process.stdout.write('busy'); for (;;);"], {
      stdin: "ignore",
      reject: false,
      env: cleanEnvironment(),
      extendEnv: false,
    }),
  );
  try {
    await Promise.all(neighbours.map(({ stdout }) => once(stdout, "data")));
    return await work();
  } finally {
    for (const neighbour of neighbours) neighbour.kill("SIGKILL");
    await Promise.all(neighbours);
  }
}
