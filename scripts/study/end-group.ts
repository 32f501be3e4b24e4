/** Ends a process and everything it started, at once. */
import { spawnSync } from "node:child_process";

/**
 * Kills the process group led by `pid`, also when its leader is gone already. Nothing happens where nothing is left.
 * Windows has no groups: there it is the tree of a process that still runs.
 */
export function endGroup(pid: number): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/PID", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // ESRCH: nobody left. EPERM: on macOS, only zombies left.
  }
}
