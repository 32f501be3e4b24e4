/** A commit of a repository, checked out into a folder of its own and installed, for as long as it is needed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";

/** Why a run's commit cannot be run again; null where it can. */
export async function whyNotAgain(
  { commit, modified }: { commit: string | null; modified: boolean | null },
  repository: string,
): Promise<string | null> {
  if (commit === null) return "its commit is not known";
  if (modified !== false) return "it was made with local changes, which no commit has";
  const { failed } = await git(repository, "cat-file", "-e", `${commit}^{commit}`);
  return failed ? `this repository has no commit ${commit.slice(0, 12)}` : null;
}

export interface Checkout extends AsyncDisposable {
  folder: string;
}

const manifest = z.object({ packageManager: z.string() });

/** @throws {Error} with the last words of git or of the package manager */
export async function checkOut(
  commit: string,
  folder: string,
  repository: string,
  signal: AbortSignal,
): Promise<Checkout> {
  const added = await git(repository, "worktree", "add", "--detach", "--force", folder, commit);
  if (added.failed) throw new Error(`Cannot check out ${commit.slice(0, 12)}: ${added.stderr}`);
  const checkout: Checkout = {
    folder,
    [Symbol.asyncDispose]: async () => void (await git(repository, "worktree", "remove", "--force", folder)),
  };
  try {
    const { packageManager } = manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
    await execa("npx", ["-y", packageManager, "install", "--frozen-lockfile", "--prefer-offline"], {
      cwd: folder,
      stdin: "ignore",
      cancelSignal: signal,
      all: true,
    });
    return checkout;
  } catch (error) {
    await checkout[Symbol.asyncDispose]();
    throw error;
  }
}

const git = (repository: string, ...args: string[]) =>
  execa("git", args, { cwd: repository, reject: false, stdin: "ignore" });
