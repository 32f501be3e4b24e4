/** To whom the command speaks may be gone, full, or shut from the beginning. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { decision } from "./decide/support/made-up.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
beforeAll(() => writeItems(ITEMS, assemble(root)));

/** @param before in the same shell */
const command = (typed: string, before = "true") => {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `set -o pipefail; ${before}; "$NODE" "$MAIN" ${typed}`], {
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

  test("leaves an older page where a new one has no room", () => {
    const folder = testFolder();
    writeFileSync(join(folder, "kept.json"), JSON.stringify(decision({ "as it is": 10, threads: 5 }, "threads")));
    const typed = `decide --replay "${folder}/kept.json" --html "${folder}/page.html"`;
    expect(command(typed).status).toBe(0);
    const before = readFileSync(join(folder, "page.html"), "utf8");
    // Files of 1 KiB at most, and no signal about it.
    const { status, stderr } = command(typed, "trap '' XFSZ; ulimit -f 1");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `Cannot write "${folder}/page.html": EFBIG: file too large, write\n`,
    });
    expect(readFileSync(join(folder, "page.html"), "utf8")).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(["kept.json", "page.html"]);
  });

  test("says that its folder is gone", () => {
    const gone = join(testFolder(), "gone");
    expect(command("list", `mkdir "${gone}"; cd "${gone}"; rmdir "${gone}"`)).toEqual({
      status: 1,
      stdout: "",
      stderr: "Cannot begin: wanted a folder to work in, found it gone: change into one that is there\n",
    });
  });

  test("does not mind a reader who has enough", () => {
    expect(command("list | head -1")).toMatchObject({ status: 0, stderr: "" });
  });
});
