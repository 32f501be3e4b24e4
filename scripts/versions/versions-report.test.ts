/** What the packages say of versions is what was found. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOlder } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { describeRuntime } from "./describe-runtime.ts";
import { VERSIONS, versionsReport } from "./versions-report.ts";

const { versions } = versionsReport.parse(JSON.parse(readFileSync(join(REPOSITORY, VERSIONS), "utf8")));

test.each(["node", "deno", "bun"])("each version that the pools for %s name runs them, and it was tried", (name) => {
  const { minimumPoolVersion, minimumJavaScriptVersion, triedVersions } = describeRuntime(name);
  const tried = versions.filter(({ runtime }) => runtime === name);
  expect(tried.map(({ version }) => version)).toEqual(expect.arrayContaining(triedVersions));
  const known = tried.map(({ version }) => version);
  expect(known).toEqual(expect.arrayContaining([minimumPoolVersion, minimumJavaScriptVersion]));
  for (const { version, copies, conformance } of tried) {
    for (const { pool, form, failure } of copies) {
      const oldest = form === "ts" ? minimumPoolVersion : minimumJavaScriptVersion;
      if (!isOlder(version, oldest)) expect(failure, `${pool} ${form} in ${version}`).toBeNull();
    }
    for (const { pool, failed } of conformance)
      if (!isOlder(version, minimumPoolVersion)) expect(failed, `${pool} in ${version}`).toEqual([]);
  }
});
