/** To whom the command speaks may be gone, full, or shut from the beginning. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { ITEMS } from "../../packages/cli/src/items/catalogue.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
beforeAll(() => writeItems(ITEMS, assemble(root)));

const command = (typed: string) => {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `set -o pipefail; "$NODE" "$MAIN" ${typed}`], {
    env: { ...process.env, NODE: process.execPath, MAIN: main },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

describe.runIf(process.platform === "linux")("the command", () => {
  test("fails in a sentence where its answer is lost", () => {
    expect(command("list >/dev/full")).toEqual({
      status: 1,
      stdout: "",
      stderr: "Cannot write to standard output: ENOSPC: no space left on device, write\n",
    });
  });

  test("does its work though nobody hears what goes wrong", () => {
    expect(command("decide 2>/dev/full")).toEqual({ status: 2, stdout: "", stderr: "" });
    expect(command("decide 2>&-")).toEqual({ status: 2, stdout: "", stderr: "" });
  });

  test("does not mind a reader who has enough", () => {
    expect(command("list | head -1")).toMatchObject({ status: 0, stderr: "" });
  });
});
