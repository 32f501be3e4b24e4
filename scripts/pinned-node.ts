/** Scripts run on the Node of this repository only: another one would be measured, or would not even understand them. */
import { readFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

const MANIFEST = new URL("../node_modules/node/package.json", import.meta.url);

/**
 * Loads nothing that an older Node could stumble over, so that it is the message that is seen.
 *
 * @throws {UsageError} when `running` (default: this process's version) is not the version of the installed package `node`
 */
export function requirePinnedNode(running: string = process.versions.node, manifest: URL = MANIFEST): void {
  const pinned = installedVersion(manifest);
  if (running === pinned) return;
  throw new UsageError(
    `Cannot run: wanted Node ${pinned ?? "of this repository, which is not installed"}, found ${running}: ` +
      "use `npx -y pnpm@12.21.0 turbo run bench`, which brings its own",
  );
}

function installedVersion(manifest: URL): string | undefined {
  try {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}
