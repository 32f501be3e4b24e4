/**
 * The five Python tutorials that this project grew out of, item by item: each program, idiom, table, claim and gotcha under its
 * number. The examples that answer an item name it in their header (`Answers: S1`); experiments are named here.
 */

/** The tutorials, by the letter that {@link TutorialItem.from} uses. */
export const TUTORIALS = {
  A: "Fast Python",
  B: "Concurrency in Python",
  C: "Speed up your Python program with concurrency",
  D: "Four ways to run Python code concurrently",
} as const;

/** Files of `core/measure/experiments`, and sections of `docs/results/experiments.md`. */
export type ExperimentName =
  | "overlap"
  | "cores"
  | "ladder"
  | "loop-delay"
  | "interference"
  | "crossover"
  | "creation"
  | "fresh-closure";

export interface TutorialItem {
  /** From 1 to 65. */
  number: number;
  /** Which tutorials have it; `A` stands twice in the collection, the second time without its tables. */
  from: string;
  /** What it is, in one line. */
  what: string;
  /** What holds in JavaScript, and what differs. */
  here: string;
  /** What the tutorial has wrong, or left out. */
  correction?: string;
  /** Measurements that answer it. */
  experiments?: readonly ExperimentName[];
  /** Pages that answer it, beside this one. */
  pages?: readonly ("cooperation" | "isolates" | "gotchas" | "which-model" | "executor" | "methodology")[];
}

export const TUTORIAL_ITEMS: readonly TutorialItem[] = [
  {
    number: 1,
    from: "A",
    what: "Program: load three tables of 1, 2 and 5 seconds in a thread pool; results in the order of submission.",
    here: "Nothing needs a thread in order to wait: a timer does. With threads that block, the pool needs one for each wait, and JavaScript pools have one a core, so the third table queues on two cores.",
  },
  {
    number: 2,
    from: "A",
    what: "Program: Σ i² on every core in a process pool, added up as results complete.",
    here: "Threads do it as well as processes. A number is exact up to 2⁵³ only, so the sum moves into a bigint.",
  },
  {
    number: 3,
    from: "A",
    what: "Program: three async tasks with `gather`.",
    here: "`Promise.all`: results in input order, whoever ends first. A JavaScript async function starts at the call, not when the loop comes to it; after a failure the siblings run on unless you abort them.",
  },
  {
    number: 4,
    from: "B",
    what: "Program: two functions, one after the other.",
    here: "The same: the control of every comparison.",
  },
  {
    number: 5,
    from: "B",
    what: "Program: two tasks that take turns with `sleep(0)`.",
    here: "JavaScript has two queues. `await null` takes turns among promises and starves timers and I/O; `setImmediate` lets the whole event loop turn.",
    pages: ["cooperation"],
  },
  {
    number: 6,
    from: "B",
    what: "Program: `threading.Thread`: start two, join two.",
    here: "A worker is a module of its own, not a function, and starts in milliseconds. Join is waiting for its exit; Deno has no event for that.",
    experiments: ["creation"],
  },
  {
    number: 7,
    from: "B",
    what: "Program: `multiprocessing.Process`: start two, join two.",
    here: "A child runs a script from the start; nothing of the parent's state is copied, as with Python's `spawn`.",
    correction: "The program has no `__main__` guard: it fails wherever Python spawns instead of forking.",
  },
  {
    number: 8,
    from: "D",
    what: "Program: three submits to three threads, results never read.",
    here: "A failure whose promise nobody reads is an unhandled rejection: Node, Deno and Bun end the program with it.",
    correction:
      "`('a')` is the string, not a tuple; and in Python the exception of a future that nobody reads is lost in silence.",
  },
  {
    number: 9,
    from: "D",
    what: "Program: futures that are read after the `with` block.",
    here: "A promise keeps its value. `await using` waits for everything that was accepted, so all have settled by then.",
  },
  {
    number: 10,
    from: "D",
    what: "Program: two parameters by unpacking a dictionary.",
    here: "One typed object, or several arguments: both are checked by the compiler. What crosses is a clone: instances lose their class.",
  },
  {
    number: 11,
    from: "D",
    what: "Program: a process pool without a context manager, with process ids; the prompt returns at once.",
    here: "Submitting does return at once. A pool that nobody closes keeps its program alive; `await using` leaves nothing to forget.",
    correction: "The executor is never shut down.",
  },
  {
    number: 12,
    from: "D",
    what: "Program: ten tasks on five processes.",
    here: "Two waves, five process ids.",
    correction: "The printed output leaves out the twenty lines and the list that the program prints.",
  },
  {
    number: 13,
    from: "D",
    what: "Program: a process pool as a context manager, with positional, unpacked and named arguments, ten workers for three tasks.",
    here: "`await using`. Workers are started when a call needs one, so three of ten are.",
    correction: "Two of the three functions never read their futures, so their failures would be lost.",
  },
  {
    number: 14,
    from: "C",
    what: "Programs: download a site synchronously, in threads, with asyncio (the files are missing), and the CPU twin.",
    here: "Against a server in the same program: 160 pages, five at a time. `fetch` keeps connections by itself. `await` at every step of a computation only makes it slower.",
    experiments: ["overlap"],
  },
  {
    number: 15,
    from: "C",
    what: "Program: a session as an async context manager.",
    here: "`fetch` needs no session object; what needs closing is a `using` resource.",
  },
  {
    number: 16,
    from: "A, D",
    what: "Idiom: `executor.submit(function, *args, **kwargs)`.",
    here: "`pool.submit(name, args, { signal, timeout })`: the name of an exported function travels, not a closure.",
    pages: ["executor"],
  },
  {
    number: 17,
    from: "A, D",
    what: "Idiom: `future.result()`.",
    here: "A promise. Nothing blocks while it waits, and `AbortSignal` cancels it.",
    pages: ["executor"],
  },
  {
    number: 18,
    from: "A",
    what: "Idiom: `as_completed(futures)`.",
    here: "`for await (const { index, value } of pool.asCompleted(task, inputs))`, with bounded look-ahead over a lazy input.",
    pages: ["executor"],
  },
  {
    number: 19,
    from: "D",
    what: "Idiom: `max_workers`.",
    here: "`{ workers }`, and the ability `scaling` for a pool that grows and shrinks.",
    pages: ["executor"],
  },
  {
    number: 20,
    from: "A, D",
    what: "Idiom: `with …Executor()`.",
    here: "`await using pool = …`: closing has to be awaited, so plain `using` cannot do it.",
    pages: ["executor"],
  },
  {
    number: 21,
    from: "A",
    what: "Idiom: `os.cpu_count()`.",
    here: "`navigator.hardwareConcurrency`, `os.availableParallelism()`. A core is not a promise: a container's quota may be smaller than what either says.",
    experiments: ["cores"],
  },
  {
    number: 22,
    from: "A",
    what: "Idiom: a pool of the default size.",
    here: "One worker a core, for work that computes. Python's default is larger, since its threads mostly wait.",
    experiments: ["cores"],
  },
  {
    number: 23,
    from: "A",
    what: "Idiom: `logging` with time and level.",
    here: "Lines of several workers come in no fixed order. The ability `timeline` keeps what happened when, on one clock.",
    pages: ["executor"],
  },
  {
    number: 24,
    from: "B",
    what: "Idiom: `create_task` and `asyncio.run`.",
    here: "A call and a top-level `await`: the task has started before the call returns.",
  },
  {
    number: 25,
    from: "B",
    what: "Idiom: `asyncio.wait([…])`.",
    here: "`Promise.allSettled`; `Promise.race` and `Promise.any` for its other modes.",
  },
  {
    number: 26,
    from: "B",
    what: "Idiom: `Thread.join`, `Process.join`.",
    here: "Await the exit, and look at its code: a worker may have ended for another reason than being done.",
  },
  {
    number: 27,
    from: "D",
    what: "Idiom: `getpid()` in each task.",
    here: "Processes have each their own; threads share it and have a thread id.",
  },
  {
    number: 28,
    from: "D",
    what: "Idiom: the `__main__` guard for Windows.",
    here: "A worker has its own file, so nothing needs a guard. A file that starts itself does: `import.meta.main`.",
    correction: "It is needed on every platform where Python spawns.",
  },
  {
    number: 29,
    from: "A",
    what: "Table: what to use? Processes, threads or async, by feature.",
    here: "Three cells are other in JavaScript: threads use all cores, async alone is enough for waiting, and what remains of the GIL's interference is what workers share.",
    experiments: ["overlap", "cores", "ladder", "loop-delay", "interference"],
    pages: ["which-model"],
  },
  {
    number: 30,
    from: "C",
    what: "Table: who decides to switch, on how many processors.",
    here: "The system between threads and between processes, on as many cores as there are; the task itself within one event loop.",
    pages: ["cooperation"],
  },
  {
    number: 31,
    from: "C",
    what: "Table: I/O-bound and CPU-bound work.",
    here: "The same. CPU time ÷ wall time of your function tells which it is.",
    experiments: ["crossover"],
    pages: ["which-model"],
  },
  {
    number: 32,
    from: "D",
    what: "Table: four methods, and whether they run in parallel.",
    here: "Threads and processes do, async and `vm` contexts do not. A JavaScript worker is what Python calls a sub-interpreter.",
    experiments: ["cores"],
    pages: ["isolates"],
  },
  {
    number: 33,
    from: "A",
    what: "Claim: if it is I/O-bound use asyncio or threads, otherwise processes.",
    here: "If it waits: async. If it computes for longer than a call to a worker costs: a thread. If it may crash, or must be ended for certain: a process.",
    experiments: ["crossover"],
    pages: ["which-model"],
  },
  {
    number: 34,
    from: "A, D",
    what: "Claim: threads run at the same time, and so do asyncio's tasks; async I/O is not parallelism.",
    here: "Threads do. Async tasks overlap in waiting only: one computes at a time.",
    correction: "The first tutorial says that asyncio runs tasks at the same time.",
    experiments: ["cores"],
  },
  {
    number: 35,
    from: "B",
    what: "Claim: concurrency is simultaneous occurrence, of threads, processes and tasks.",
    here: "JavaScript adds two words: the isolate, a heap of its own that nothing else can touch, and the microtask, what runs before the event loop goes on.",
    pages: ["isolates", "cooperation"],
  },
  {
    number: 36,
    from: "B, C",
    what: "Claim: threading and asyncio run on a single processor.",
    here: "Async does. Threads use every core.",
    correction: "True of CPython with its GIL, and of nothing else; free-threaded builds have none.",
    experiments: ["cores"],
  },
  {
    number: 37,
    from: "B, C",
    what: "Claim: the system may interrupt a thread at any time, and its code does nothing for it.",
    here: "True between workers, never within one isolate: there code runs until it returns or awaits.",
    experiments: ["loop-delay"],
  },
  {
    number: 38,
    from: "B",
    what: "Claim: a task must yield control back to the operating system.",
    here: "To its event loop, which runs the next task.",
    correction: "The operating system knows nothing of tasks.",
    pages: ["cooperation"],
  },
  {
    number: 39,
    from: "C",
    what: "Claim: a task is not swapped out in the middle of a statement that is not marked.",
    here: "True, and a trap: `balance += await fee()` is marked in its middle, and loses updates on a single thread.",
    pages: ["gotchas"],
  },
  {
    number: 40,
    from: "B",
    what: "Claim: processes have memory of their own, threads share it.",
    here: "JavaScript threads share a `SharedArrayBuffer` and nothing else; all other values are copied or moved.",
    pages: ["isolates"],
  },
  {
    number: 41,
    from: "B",
    what: "Claim: reasons for concurrency: performance, responsiveness, scale, sharing.",
    here: "The one people see first is responsiveness: how late the event loop is while something computes.",
    experiments: ["loop-delay"],
    pages: ["which-model"],
  },
  {
    number: 42,
    from: "B",
    what: "Claim: asyncio for reading and writing large files.",
    here: "JavaScript's file functions are asynchronous; behind them a pool of threads does the reading.",
    correction: "asyncio itself has no file I/O.",
    experiments: ["loop-delay"],
  },
  {
    number: 43,
    from: "B",
    what: "Claim: threads are too heavy for thousands of tasks.",
    here: "True: the ladder tells how many can be started, and what fails first.",
    experiments: ["ladder"],
  },
  {
    number: 44,
    from: "B",
    what: "Claim: threads to fetch from several sources at once.",
    here: "Async does that with one thread.",
    experiments: ["overlap"],
  },
  {
    number: 45,
    from: "B",
    what: "Claim: processes for images, video and machine learning, split into chunks.",
    here: "True, and so are threads, which can move or share the pixels instead of copying them.",
    experiments: ["crossover"],
  },
  {
    number: 46,
    from: "B",
    what: "Claim: processes when memory must be isolated.",
    here: "Workers have heaps of their own too. What only a process isolates is a crash of the runtime itself.",
    pages: ["isolates"],
  },
  {
    number: 47,
    from: "C",
    what: "Claim: only multiprocessing runs at literally the same time.",
    here: "Threads do as well.",
    correction: "A fact of CPython with its GIL.",
    experiments: ["cores"],
  },
  {
    number: 48,
    from: "C",
    what: "Claim: a task is cheaper and quicker to make than a thread.",
    here: "True, by orders of magnitude.",
    experiments: ["creation"],
  },
  {
    number: 49,
    from: "C",
    what: "Claim: the event loop keeps a ready and a waiting list, and goes through five steps.",
    here: "A good model: the toy loop runs these steps. The real one has several queues, which differ between runtimes.",
    pages: ["cooperation"],
  },
  {
    number: 50,
    from: "D",
    what: "Claim: there are four ways to run code concurrently.",
    here: "Four here as well: async, `vm` contexts (not parallel), workers, processes.",
    pages: ["isolates"],
  },
  {
    number: 51,
    from: "D",
    what: "Claim: threads have little overhead in memory and CPU.",
    here: "Not in JavaScript: each worker has a heap and a runtime of its own.",
    experiments: ["ladder", "creation"],
  },
  {
    number: 52,
    from: "D",
    what: "Claim: processes help with I/O-bound tasks too, though (the sentence breaks off).",
    here: "They do, and cost more than they gain where async does the same.",
    correction: "The sentence is unfinished.",
    experiments: ["overlap"],
  },
  {
    number: 53,
    from: "D",
    what: "Claim: the higher the latency, the greater the benefit.",
    here: "True until the other side, or the pool, is at its limit.",
    experiments: ["overlap"],
  },
  {
    number: 54,
    from: "D",
    what: "Claim: async I/O is not parallelism.",
    here: "The same.",
    experiments: ["cores"],
  },
  {
    number: 55,
    from: "D",
    what: "Claim: sub-interpreters have a GIL each, cost less than processes, experimental in 3.9.",
    here: "Workers are JavaScript's sub-interpreters: cheaper than processes, dearer than `vm` contexts.",
    correction:
      "In 3.9 they shared one GIL; each has its own since 3.12, and the standard library offers them since 3.14.",
    experiments: ["creation"],
    pages: ["isolates"],
  },
  {
    number: 56,
    from: "C",
    what: "Motive: slow calls of a foreign API behind an image editor.",
    here: "Both kinds of work in one request: fetch, decode, filter in a pool, encode, with back-pressure and cancellation.",
  },
  {
    number: 57,
    from: "B",
    what: "Gotcha: asyncio needs libraries that support it: sqlite3 does not.",
    here: "`node:sqlite` and `bun:sqlite` are synchronous: one slow query holds up the whole program, unless it runs in a worker.",
    experiments: ["loop-delay"],
    pages: ["gotchas"],
  },
  {
    number: 58,
    from: "B",
    what: "Gotcha: asyncio is not thread-safe, so the two cannot be combined.",
    here: "Every worker has an event loop: `tasksPerWorker` async tasks run in each of the workers.",
    correction: "False as written: `asyncio.to_thread` and `run_coroutine_threadsafe` combine them.",
    pages: ["gotchas"],
  },
  {
    number: 59,
    from: "B",
    what: "Gotcha: threads that work on the same data corrupt it.",
    here: "Only in a `SharedArrayBuffer` (and in files and databases): `++` loses updates, `Atomics.add` does not.",
    pages: ["gotchas"],
  },
  {
    number: 60,
    from: "B",
    what: "Gotcha: processes are heavy on memory.",
    here: "True. What they share (the runtime's own pages) is counted once here.",
    experiments: ["ladder"],
    pages: ["gotchas"],
  },
  {
    number: 61,
    from: "C",
    what: "Gotcha: `pip install aiohttp`: a dependency to install.",
    here: "None: every example runs with what the runtime brings along. A test reads their imports.",
    pages: ["gotchas"],
  },
  {
    number: 62,
    from: "D",
    what: "Empty heading: asyncio uses cooperative multitasking.",
    here: "What a task holds until it yields, which yields starve timers, and a toy event loop.",
    pages: ["cooperation"],
  },
  {
    number: 63,
    from: "D",
    what: "Empty heading: sub-interpreters.",
    here: "Function, `vm` context, worker, process: what each costs, shares, and takes along when it crashes.",
    experiments: ["creation"],
    pages: ["isolates"],
  },
  {
    number: 64,
    from: "C",
    what: "Missing: three program files, two pictures, and the CPU-bound half.",
    here: "The programs are here, and the pictures are drawn from runs: tasks over workers, on one time axis.",
    correction: "The tutorial stops before multiprocessing.",
  },
  {
    number: 65,
    from: "A, B, C, D",
    what: "Missing everywhere: errors, cancellation, time-outs, back-pressure, shutdown, progress, shared memory, how many workers.",
    here: "The contract that every pool keeps, rule by rule, each with the scenario that proves it.",
    pages: ["executor"],
  },
];
