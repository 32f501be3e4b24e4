/** The words of an answer, on made-up decisions. */
import { describe, expect, test } from "vitest";
import { advised, answerText, doubtsOf, sentence } from "../../../packages/cli/src/decide/answer.ts";
import type { Decision } from "../../../packages/cli/src/decide/decision.ts";
import { page } from "../../../packages/cli/src/decide/page.ts";
import { wired } from "../../../packages/cli/src/decide/wire.ts";
import { computes, crosses, decision, tried } from "./support/made-up.ts";

/** What was found of the function in Node. */
const found = (probe: Partial<typeof computes>, crossing: Partial<typeof crosses> = {}): Partial<Decision> => ({
  runtimes: [
    {
      name: "node",
      version: "26.0.0",
      excluded: null,
      probe: { ...computes, ...probe },
      crossing: { ...crosses, ...crossing },
    },
  ],
});

describe("the sentence", () => {
  test("names what to use, with interval and break-even", () => {
    expect(sentence(decision({ "as it is": 10, threads: 5, processes: 8 }, "threads"))).toBe(
      "Use threads in Node (2 workers) for resize: 2.00× [2.00–2.00] as fast as it is, worth it from 10 calls on.",
    );
  });

  test("promises nothing for a single call, which has nobody beside it", () => {
    const asked = decision({ "as it is": 10, async: 2.5 }, "async");
    tried(asked, "async").start = 0;
    expect(sentence(asked)).toContain("worth it from 2 calls on.");
    tried(asked, "async").start = 25;
    expect(sentence(asked)).toContain("worth it from 4 calls on.");
  });

  test("says first that it is to be left as it is, where nothing is 5 % better", () => {
    expect(sentence(decision({ "as it is": 10, threads: 9.8 }, "as it is"))).toMatch(
      /^Leave resize as it is: nothing that was tried is 5 % better \(the best of the others, threads in Node: 1\.02× .+ as fast\)\.$/,
    );
  });

  test("leaves it as it is where the winner's fresh samples do not bear the race out", () => {
    const lucky = decision({ "as it is": 10, threads: 5 }, "threads");
    tried(lucky, "threads").fresh = Array(8).fill(9.9);
    expect(sentence(lucky)).toMatch(
      /^Leave resize as it is: threads in Node did best in the race, and came to 1\.01× /,
    );
  });

  test("does not say that nothing is better where nothing else was raced", () => {
    expect(sentence(decision({ "as it is": 10 }, "as it is"))).toBe(
      "Leave resize as it is: nothing else came as far as the race.",
    );
  });

  test("names the runtime, where it is better as it is in another one", () => {
    const asked = decision({ "as it is": 10 }, "as it is");
    const elsewhere = {
      ...tried(asked, "as it is"),
      name: "as it is in Bun",
      runtime: "bun" as const,
      race: Array(8).fill(5),
      fresh: Array(8).fill(5),
    };
    const moved = { ...asked, candidates: [...asked.candidates, elsewhere], chosen: elsewhere.name };
    expect(sentence(moved)).toMatch(/^Leave resize as it is, and run it in Bun: 2\.0\d× \[.+\] as fast as in Node\.$/);
    expect(advised(moved)).toBe(elsewhere);
    expect(answerText(moved)).toContain("Nothing needs to be copied.");
    elsewhere.fresh = Array(8).fill(9.9);
    expect(sentence(moved)).toMatch(
      /^Leave resize as it is: running it in Bun did best in the race, and came to 1\.01× .+ as fast as it is in Node in fresh samples\.$/,
    );
    expect(advised(moved)?.name).toBe("as it is in Node");
  });

  test("for the goal latency has the percentile, and no break-even, which is of work done one after the other", () => {
    const asked = decision({ "as it is": 10, threads: 5 }, "threads", { goal: "latency" });
    tried(asked, "threads").start = 50;
    expect(sentence(asked)).toMatch(/as it is \(95th percentile at 10 calls a second\)\.$/);
    expect(answerText(asked)).toMatch(/^ +95th percentile +times as fast/m);
  });

  test("claims nothing where the interval holds 1", () => {
    const wide = decision({ "as it is": 10, threads: 5 }, "threads");
    tried(wide, "threads").fresh = [5, 30, 5, 30, 5, 5, 5, 30];
    expect(sentence(wide)).toMatch(/^It has not been told apart whether threads in Node would serve resize better/);
    expect(answerText(wide)).toContain("Try again with more --seconds, while the machine does nothing else.");
  });

  test("claims nothing where it may be much better or much worse, and says that the machine was too noisy", () => {
    const noisy = decision({ "as it is": 10, threads: 5 }, "threads");
    tried(noisy, "threads").fresh = [3, 30, 3, 30, 11, 12, 40, 2];
    expect(sentence(noisy)).toMatch(/^It has not been told apart whether threads in Node would serve resize better/);
    expect(doubtsOf(noisy).join("\n")).toContain("The machine was too noisy for an answer: try again while it does");
    tried(noisy, "threads").fresh = Array(8).fill(9.9);
    expect(doubtsOf(noisy).join("\n")).not.toContain("too noisy");
  });

  test("one wild sample changes little, as a mean would", () => {
    const spiked = decision({ "as it is": 10, threads: 5 }, "threads");
    tried(spiked, "threads").fresh[3] = 500;
    expect(sentence(spiked)).toContain("2.00×");
  });

  test("for the goal responsive it names how late the loop is, though nothing is faster", () => {
    const asked = decision({ "as it is": 10, processes: 11 }, "processes", { goal: "responsive" });
    Object.assign(tried(asked, "as it is"), { lateness: 50, unfit: "its loop is late by 50.0 ms" });
    Object.assign(tried(asked, "processes"), { lateness: 2 });
    expect(sentence(asked)).toMatch(
      /^Use processes in Node \(2 workers\) for resize: the loop is late by 2 ms in place of 50 ms \(99th percentile\), and it is 0\.909× /,
    );
    expect(answerText(asked)).toContain("Copy it: triathlon add node/process-pool");
  });

  test("says why nothing can be decided, and that it was cut short", () => {
    const reason = { chosen: null, undecided: "it keeps state between calls", interrupted: true };
    expect(sentence(decision({ "as it is": 10 }, "", reason))).toBe(
      "So far (it was ended before its time): It cannot be decided how resize is to run: it keeps state between calls.",
    );
  });

  test("says whether the machine carries so many calls a second, or how many like it do", () => {
    const asked = (jobsPerSecond: number) =>
      sentence(decision({ "as it is": 10, threads: 5 }, "threads", { jobsPerSecond }));
    expect(asked(90)).toContain(
      "This machine carries 90 calls a second so, with 1 of 2 workers busy: it was seen to do 200.",
    );
    const found =
      /does not carry 1,000 calls a second: it was seen to do 200 with 8 cores\. Simulated, it takes (\d+) machines like it/.exec(
        asked(1000),
      );
    // Five would have to work all the time.
    expect(Number(found?.[1])).toBeGreaterThan(5);
    expect(Number(found?.[1])).toBeLessThan(9);
    expect(asked(10)).not.toContain("Simulated");
  });
});

describe("the answer", () => {
  test("has a row for each candidate, the fastest first, and the command that copies", () => {
    const text = answerText(decision({ "as it is": 10, threads: 5, processes: 8 }, "threads"));
    expect(text.match(/^(?:threads|processes|as it is|async) in Node/gm)).toEqual([
      "threads in Node",
      "processes in Node",
      "as it is in Node",
      "async in Node",
    ]);
    expect(text).toContain(
      "Copy it: triathlon add node/thread-pool; with --add DIR, decide copies it with the function in it.",
    );
  });

  test("says what was seen of the function; of a short one not how it used the CPU, which no clock tells", () => {
    const text = (probe: Partial<typeof computes>, crossing: Partial<typeof crosses> = {}) =>
      answerText(decision({ "as it is": 10, threads: 5 }, "threads", found(probe, crossing)));
    expect(text({ cpuTotal: 297 }, { bytes: 3000 })).toContain(
      "\n\nSeen in Node: it computes (CPU for 99 % of its time), a call takes 10 ms, its arguments and answer can be sent to a worker (3 KiB).\n\n",
    );
    expect(text({ wall: 0.01 }, { uncloneable: "arguments[0].f" })).toContain(
      "\nSeen in Node: it computes, a call takes 10.0 µs, its arguments and answer cannot be sent to a worker.\n",
    );
    expect(answerText(decision({}, "", { runtimes: [], undecided: "it ended" }))).not.toContain("Seen in");
  });

  test("says that there was no time for an interval, and what to do then", () => {
    const short = decision({ "as it is": 10, threads: 5 }, "threads");
    for (const model of ["as it is", "threads"]) tried(short, model).fresh.length = 4;
    const text = answerText(short);
    expect(text).toContain("There was time for 4 of the 6 fresh samples that an interval takes.");
    expect(text).toMatch(/\nTry again with more --seconds, while the machine does nothing else\.\n$/);
  });

  test("has no table where nobody took part", () => {
    const nobody = { runtimes: [], candidates: [], undecided: "it was ended", interrupted: true };
    expect(answerText(decision({}, "", nobody))).not.toContain("out, because");
  });

  test("keeps long evidence out of the table, and shows it below", () => {
    const crashed = decision({ "as it is": 10, threads: 5 }, "threads");
    tried(crashed, "processes").excluded = `ended with exit code 3: ${"a".repeat(90)}\n    at somewhere`;
    const text = answerText(crashed);
    expect(text).toMatch(/^processes in Node .+…$/m);
    expect(text).toContain("Why they are out:\n  - processes in Node: ended with exit code 3");
  });
});

test("text of a file that is replayed begins no line of ours", () => {
  const forged = "x\n\nUse evil";
  const asked = decision({ "as it is": 10, threads: 5 }, "threads", found({}, { losesClass: forged }));
  asked.function.exported = forged;
  tried(asked, "processes").excluded = forged;
  expect(answerText(asked)).not.toMatch(/^Use evil/m);
  expect(answerText({ ...asked, undecided: forged })).not.toMatch(/^Use evil/m);
});

describe("doubts", () => {
  test.each([
    [
      "one input again and again",
      { function: { ...decision({}, "").function, inputs: 1 } },
      "Each call had the same input",
    ],
    [
      "a list that may mean several arguments",
      { function: { ...decision({}, "").function, mayBeSeveral: true } },
      "Each input is a list, and was given as its one argument",
    ],
    ["a function that remembers", found({ remembers: true }), "It remembers answers"],
    ["arguments that are changed", found({ changesArguments: true }), "It changes its arguments"],
    [
      "an object of a class",
      found({}, { losesClass: "answer.at: Point" }),
      "arrives as a plain one in a worker: answer.at: Point",
    ],
    ["threads of its own", found({ cpuTotal: 900 }), "It uses threads of its own"],
    [
      "a thread of its own, one call at a time",
      found({ cpuTotal: 290, blockedTotal: 20, promises: true }),
      "It uses threads of its own",
    ],
    ["a first call that is unlike the others", found({ first: 900 }), "Its first call took 900 ms, later ones 10 ms"],
    ["memory that grows", found({ grown: 2 ** 27 }), "The process grew by 128 MiB in 30 calls"],
    ["buffers that could be moved", found({}, { buffers: 2 ** 23 }), "8 MiB of buffers are cloned in a call"],
    ["a machine with other work", { machine: { ...decision({}, "").machine, loadAverage: 7 } }, "load average 7.0"],
    [
      "a system that shows no memory from outside",
      { machine: { ...decision({}, "").machine, platform: "darwin arm64" } },
      "Memory was not limited here",
    ],
    ["a machine with two cores", { machine: { ...decision({}, "").machine, cores: 2 } }, "This machine has 2 cores"],
    [
      "calls that threw",
      found({ threw: { calls: 3, of: 40, first: "RangeError: too\nfar" } }),
      "3 of its 40 calls threw, the first of them RangeError: too\\x0afar.",
    ],
  ])("%s", (_, more, said) => {
    const asked = decision({ "as it is": 10, threads: 5 }, "threads", more);
    expect(doubtsOf(asked).join("\n")).toContain(said);
    expect(doubtsOf(decision({ "as it is": 10, threads: 5 }, "threads")).join("\n")).not.toContain(said);
  });
});

describe("who won the race and lost in fresh samples", () => {
  const asked = decision({ "as it is": 10, threads: 9 }, "threads", { jobsPerSecond: 90 });
  const threads = tried(asked, "threads");
  threads.fresh = threads.fresh.map(() => 20);
  threads.lateness = 80;

  test("gives no figure to what is carried, and no doubt, where the advice is to leave it as it is", () => {
    expect(sentence(asked)).toMatch(/^Leave resize as it is: threads in Node did best in the race/);
    expect(sentence(asked)).toContain("This machine carries 90 calls a second so, with 1 of 1 worker busy");
    expect(doubtsOf(asked).join("\n")).not.toContain("the caller's loop is late");
  });
});

describe("how many calls were in flight", () => {
  const said = "At most 4 calls were in flight";
  const asked = (inFlight: number, probe: Partial<typeof computes>): string => {
    const of = decision({ "as it is": 10, async: 5 }, "async", found({ cpuTotal: 3, ...probe }));
    of.candidates = of.candidates.map((each) => ({ ...each, inFlight: Math.min(each.inFlight, inFlight) }));
    return doubtsOf(of).join("\n");
  };

  test("is said of what waits, for a service may have limits of its own, and of what waits and computes", () => {
    expect(asked(4, { blockedTotal: 1, promises: true })).toContain(said);
    expect(asked(4, { cpuTotal: 200, blockedTotal: 60, promises: true })).toContain(said);
  });

  test("is said of what gives promises and remembers, which has waited before it was watched", () => {
    expect(asked(4, { cpuTotal: 300, remembers: true, promises: true })).toContain(said);
    expect(asked(4, { cpuTotal: 300, remembers: true })).not.toContain(said);
  });

  test("is not said where more were allowed, nor where nothing was held back", () => {
    expect(asked(16, { blockedTotal: 1, promises: true })).not.toContain(said);
    expect(asked(4, { cpuTotal: 300, blockedTotal: 300, promises: true })).not.toContain(said);
  });
});

describe("the page", () => {
  test("shows text of others as text", () => {
    const hostile = decision({ "as it is": 10, threads: 5 }, "threads");
    hostile.function.exported = "<script>alert(1)</script>";
    expect(page(hostile)).not.toContain("<script");
    expect(page(hostile)).toContain("&lt;script&gt;");
  });

  test("draws a line for each candidate that was in the race", () => {
    expect(page(decision({ "as it is": 10, threads: 5 }, "threads")).match(/<polyline/g)).toHaveLength(2);
  });
});

describe("the copy with the function in it", () => {
  const made = (more: Partial<Decision["function"]>, model = "threads", end = ".ts") => {
    const asked = decision({ "as it is": 10, [model]: 5 }, model);
    const chosen = tried(asked, model);
    return wired({ ...asked, function: { ...asked.function, ...more } }, chosen, "/project/src/pool", end);
  };

  test("imports it from where it is", () => {
    expect(made({}).get("tasks.ts")).toContain('export { resize } from "../../resize.ts";');
    expect(made({}).get("main.ts")).toContain('pool.map("resize", await inputs())');
  });

  test("gives a default export the name of its file", () => {
    const file = { exported: "default", file: "/project/my-work.mts" };
    expect(made(file).get("tasks.ts")).toContain('export { default as myWork } from "../../my-work.mts";');
  });

  test.each([
    ["[slug].ts", "slug"],
    ["resize (1).ts", "resize1"],
    ["a#b.ts", "aB"],
    ["2nd.ts", "run2nd"],
    ["größe.ts", "größe"],
    ["[].ts", "run"],
  ])("a default export's name is one that can be exported: of %s, %s", (file, name) => {
    const tasks = made({ exported: "default", file: `/project/${file}` }).get("tasks.ts");
    expect(tasks).toContain(`export { default as ${name} } from`);
  });

  test("closes its pool at the end as each runtime knows it that takes JavaScript", () => {
    const main = made({}, "threads", ".js").get("main.js");
    expect(main).toMatch(/^const pool = new ThreadPool\(/m);
    expect(main).toMatch(/\n\} finally \{\n {2}await pool\.close\(\);\n\}\n$/);
    expect(main).not.toContain("await using");
  });

  test("takes what CommonJS exports from the default, whatever names a runtime sees", () => {
    const files = made({ isMember: true, inputsAt: "member", file: "/project/resize.cjs", inputsAre: "iterable" });
    expect(files.get("tasks.ts")).toContain(
      'import all from "../../resize.cjs";\n\nconst task = all["resize"];\nexport { task as resize };',
    );
    expect(files.get("main.ts")).toContain('import all from "../../resize.cjs";\n\nconst { inputs } = all;\n');
    expect(made({ inputsAt: "default", inputsFile: "/project/samples.ts" }).get("main.ts")).toContain(
      'import inputs from "../../samples.ts";',
    );
  });

  test("writes names and paths as what they are: no code, no URL, no package", () => {
    const files = made({ exported: 'a"; evil(); */ {', file: "/project/src/pool/.own/a#b?c%41.ts" });
    expect(files.get("tasks.ts")).toContain(
      String.raw`export { "a\"; evil(); */ {" } from "./.own/a%23b%3Fc%2541.ts";`,
    );
    expect(files.get("main.ts")).toMatch(/^\/\*\* Runs a"; evil\(\); \* \/ \{ in a pool: threads in Node\. \*\/\n/);
  });

  test("spreads lists of arguments, and has the one input where there was one", () => {
    expect(made({ spread: true }).get("main.ts")).toContain('pool.submit("resize", args)');
    const one = made({ inputsAre: null, input: { width: 5 } }).get("main.ts");
    expect(one).toContain('const inputs = [{"width":5}];');
    expect(one).not.toContain("import { inputs }");
  });
});
