/** Kills the server of a program that is measured, as a crash would, and starts it again. */
import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";
import type { LocalServer } from "../../local-server.ts";
import { remove } from "../../files/write-files.ts";
import { endGroup } from "../../study/end-group.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup } from "../../study/process-group.ts";

/** For an execution: starts the program, and when it has made the barrier, restarts the server and takes the barrier away. */
export async function runWithRestart(
  server: Pick<LocalServer, "kill" | "start">,
  command: Command,
  { barrier }: { barrier: string },
  options: GroupOptions,
): Promise<GroupEnd> {
  let leader = 0;
  let failure: string | null = null;
  let restarted: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    try {
      await server.kill();
      await server.start();
      remove(barrier);
    } catch (error) {
      failure = `its server could not be started again: ${(error as Error).message}`;
      endGroup(leader);
    }
  };
  const watcher = watch(dirname(barrier), () => {
    if (existsSync(barrier)) restarted ??= restart();
  });
  try {
    const end = await runInGroup(command, { ...options, onStart: (pid) => (leader = pid) });
    await restarted;
    return { ...end, endedBecause: failure ?? end.endedBecause };
  } finally {
    watcher.close();
  }
}
