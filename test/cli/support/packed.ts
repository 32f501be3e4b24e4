/** The packages as they would be published: packed, and unpacked into a project outside of this repository. */
import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface Packed {
  cli: string;
  core: string;
}

/** Builds and packs both packages into a folder; returns the paths of the archives. */
export async function packPackages(folder: string): Promise<Packed> {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  const filters = ["--filter", "@triathlon/core", "--filter", "@triathlon/cli"];
  await execa("npx", ["-y", packageManager, "-r", ...filters, "pack", "--pack-destination", folder], { cwd: root });
  const find = (name: string): string =>
    join(folder, readdirSync(folder).find((file) => file.startsWith(name)) ?? name);
  return { cli: find("triathlon-cli-"), core: find("triathlon-core-") };
}

/**
 * Unpacks a package into a project's `node_modules`, with the versions of its dependencies that this repository has: as an
 * installer would, without asking a registry.
 */
export async function installPacked(archive: string, name: "cli" | "core", project: string): Promise<string> {
  const place = join(project, "node_modules/@triathlon", name);
  mkdirSync(place, { recursive: true });
  await execa("tar", ["-xzf", archive, "--strip-components=1", "-C", place]);
  const { dependencies = {} } = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) {
    const link = join(project, "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(root, "packages", name, "node_modules", dependency)), link, "junction");
  }
  return place;
}
