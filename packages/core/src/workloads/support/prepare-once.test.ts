import { expect, it } from "vitest";
import type { Io } from "../workload.ts";
import { prepareOnce } from "./prepare-once.ts";

/** Files in memory. */
function memory() {
  const files = new Map<string, string>();
  const io = {
    readText: async (path: string) => files.get(path) ?? Promise.reject(new Error(`no file "${path}"`)),
    writeFile: async (path: string, content: string) => void files.set(path, content),
  } as unknown as Io;
  let made = 0;
  const make = async () => void made++;
  return { io, make, made: () => made };
}

it("makes a folder once for the same parameters", async () => {
  const { io, make, made } = memory();
  await prepareOnce(io, "/f", { size: 1 }, make);
  await prepareOnce(io, "/f", { size: 1 }, make);
  expect(made()).toBe(1);
});

it("makes it again for other parameters", async () => {
  const { io, make, made } = memory();
  await prepareOnce(io, "/f", { size: 1 }, make);
  await prepareOnce(io, "/f", { size: 2 }, make);
  await prepareOnce(io, "/f", { size: 1 }, make);
  expect(made()).toBe(3);
});

it("does not trust a folder whose making was interrupted, also where one for these parameters stood before", async () => {
  const { io, make, made } = memory();
  await prepareOnce(io, "/f", { size: 1 }, make);
  const interrupted = prepareOnce(io, "/f", { size: 2 }, () => Promise.reject(new Error("killed")));
  await expect(interrupted).rejects.toThrow("killed");
  await prepareOnce(io, "/f", { size: 1 }, make);
  expect(made()).toBe(2);
});
