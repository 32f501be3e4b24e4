/** From which commit a file's present text comes. */
import { execFileSync } from "node:child_process";

/** The newest commit that touched any of the files; ends in `+` where one has changed since. `unknown` without a repository. */
export type CommitOf = (paths: readonly string[]) => string;

/** @param root the repository; it is asked once */
export function readCommits(root: string): CommitOf {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 }).toString();
  let log: string;
  let changed: Set<string>;
  try {
    log = git("log", "--format=@%h", "--abbrev=12", "--name-only", "--", "packages");
    changed = new Set(
      git("status", "--porcelain", "-uall", "--", "packages")
        .split("\n")
        .map((line) => line.slice(3)),
    );
  } catch {
    return () => "unknown";
  }
  const newest = new Map<string, { commit: string; age: number }>();
  let commit = "";
  let age = 0;
  for (const line of log.split("\n")) {
    if (line.startsWith("@")) [commit, age] = [line.slice(1), age + 1];
    else if (line !== "" && !newest.has(line)) newest.set(line, { commit, age });
  }
  return (paths) => {
    const known = paths.flatMap((path) => newest.get(path) ?? []).sort((a, b) => a.age - b.age);
    const modified = paths.some((path) => changed.has(path) || !newest.has(path));
    return `${known[0]?.commit ?? "unknown"}${modified ? "+" : ""}`;
  };
}
