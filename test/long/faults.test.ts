/** `test/runs/faults.test.ts` with a fault at each call, and commands in processes of their own. */
process.env["EVERY_FAULT"] = "1";
await import("../runs/faults.test.ts");
