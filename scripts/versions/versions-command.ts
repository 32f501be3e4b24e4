/** The options of `versions`, and what it prints: a line for each pool in each form that does not run in a version. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { InstalledRuntime } from "@triathlon/core/results/runtime";
import { Command } from "commander";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { writeJson } from "../files/write-files.ts";
import { names } from "../names.ts";
import { choose } from "../choose.ts";
import { chooseRuntimes } from "../study/choose-runtimes.ts";
import { type AvailableRuntime, isAvailable } from "../study/runtimes.ts";
import { readDocument } from "../read-document.ts";
import { REPOSITORY } from "../repository.ts";
import { UsageError } from "../usage-error.ts";
import { describeRuntime } from "./describe-runtime.ts";
import { fetchVersion } from "./fetch-version.ts";
import { makeCopy } from "../make-copy.ts";
import { tryConformance, tryCopy } from "./try-version.ts";
import { FORMS, POOLS, type TriedVersion, VERSIONS, type VersionsReport, versionsReport } from "./versions-report.ts";

interface Options {
  runtime?: string[];
  only?: string[];
  pool?: string[];
  conformance?: boolean;
}

/** Not yet parsed. */
export const createVersionsCommand = (): Command =>
  new Command("versions")
    .description(
      `Fetches versions of the runtimes from npm, tries copies of the pools in them, and writes what was found to ${VERSIONS}.`,
    )
    .option("--runtime <names>", "among the runtimes, separated by commas", names)
    .option("--only <versions>", "of those in runtime.json, or others: then one runtime must be named", names)
    .option("--pool <names>", `among ${POOLS.join(", ")}`, names)
    .option("--conformance", "also every scenario, in TypeScript: minutes for each pool")
    .action(run);

async function run({ runtime: runtimes, only, pool: poolNames, conformance = false }: Options): Promise<void> {
  if (only && runtimes?.length !== 1) {
    throw new UsageError(
      `Cannot try the versions ${only.join(", ")}: wanted one runtime that they are of, found ${runtimes?.join(", ") ?? "none"}: name it with --runtime`,
    );
  }
  const pools = choose("pool", poolNames, POOLS, (name) => name);
  using folder = new TemporaryFolder();
  for (const runtime of await chooseRuntimes(runtimes)) {
    if (!isAvailable(runtime)) throw new UsageError(`Cannot try versions of ${runtime.name}: ${runtime.reason}`);
    const description = describeRuntime(runtime.name);
    for (const version of only ?? description.triedVersions) {
      const found = await tryVersion({ runtime, description, version, pools, conformance }, join(folder.path, version));
      print(found);
      keep(found);
    }
  }
}

interface Wanted {
  runtime: AvailableRuntime;
  description: InstalledRuntime;
  version: string;
  pools: readonly (typeof POOLS)[number][];
  conformance: boolean;
}

async function tryVersion(wanted: Wanted, folder: string): Promise<TriedVersion> {
  const { runtime, description, version, pools, conformance } = wanted;
  const binary = await fetchVersion(description, version, join(folder, "runtime"));
  const found: TriedVersion = { runtime: description.name, version, copies: [], conformance: [] };
  for (const pool of pools) {
    for (const form of FORMS) {
      const copy = await makeCopy(runtime.name, pool, form, join(folder, `${pool}-${form}`));
      found.copies.push({ pool, form, failure: await tryCopy(copy, binary) });
    }
    if (conformance) found.conformance.push(await tryConformance({ ...runtime, binary, version }, pool));
  }
  return found;
}

function print({ runtime, version, copies, conformance }: TriedVersion): void {
  const failed = copies.filter(({ failure }) => failure !== null);
  console.log(`${runtime} ${version}: ${copies.length - failed.length} of ${copies.length} copies run`);
  for (const { pool, form, failure } of failed) console.log(`  ${pool}, ${form}: ${failure}`);
  for (const { pool, passed, failed } of conformance)
    console.log(`  ${pool}: ${passed} checks passed${failed.length > 0 ? `, failed in ${failed.join(", ")}` : ""}`);
}

/** In place of what was found before of the same. */
function keep(found: TriedVersion): void {
  const path = join(REPOSITORY, VERSIONS);
  const before: VersionsReport = existsSync(path)
    ? readDocument(path, versionsReport, { wanted: "what was found of versions", hint: "run `pnpm versions`" })
    : { platform: "", versions: [] };
  const isSame = (one: TriedVersion): boolean => one.runtime === found.runtime && one.version === found.version;
  const was = before.versions.find(isSame) ?? { copies: [], conformance: [] };
  const merged: TriedVersion = {
    ...found,
    copies: [
      ...was.copies.filter(({ pool, form }) => !found.copies.some((one) => one.pool === pool && one.form === form)),
      ...found.copies,
    ],
    conformance: [
      ...was.conformance.filter(({ pool }) => !found.conformance.some((one) => one.pool === pool)),
      ...found.conformance,
    ],
  };
  const versions = [...before.versions.filter((one) => !isSame(one)), merged].sort(
    (a, b) => a.runtime.localeCompare(b.runtime) || a.version.localeCompare(b.version, "en", { numeric: true }),
  );
  const report: VersionsReport = { platform: `${process.platform} ${process.arch}`, versions };
  writeJson(path, report);
}
