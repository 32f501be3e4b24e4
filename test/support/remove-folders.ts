/** Run with every test file, which says so in `vitest.config.ts`: what it made is gone when its tests are over. */
import { afterAll } from "vitest";
import { removeTestFolders } from "./test-folder.ts";

afterAll(removeTestFolders);
