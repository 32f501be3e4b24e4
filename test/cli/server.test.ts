/** A copied server passes the tests that it brings: with slow, crashing, cancelled and too many requests, and when it is told to end. */
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { Catalogue } from "../../packages/cli/src/items/catalogue.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { testFolder } from "../support/test-folder.ts";

it.each(await discoverRuntimes(REPOSITORY))("$name/server", async (runtime) => {
  if (!isAvailable(runtime)) throw new Error(runtime.reason);
  const [folder, catalogue] = [testFolder(), new Catalogue()];
  add({ folder, catalogue, print: () => {}, fail: () => {} }, [`${runtime.name}/server`], {
    to: join(folder, "server"),
  });
  const { test } = catalogue.findItem(`${runtime.name}/server`);
  const PATH = `${dirname(runtime.binary)}${delimiter}${process.env["PATH"]}`;
  const ended = await execa(runtime.binary, test.split(" ").slice(1), {
    cwd: join(folder, "server"),
    timeout: 60_000,
    reject: false,
    all: true,
    env: { PATH, NO_COLOR: "1" },
  });
  expect(ended.exitCode, ended.all).toBe(0);
});
