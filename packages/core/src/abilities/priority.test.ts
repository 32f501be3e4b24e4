import { expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { type Call, type Line, WorkerPool } from "../pool/worker-pool.ts";
import { Queue } from "../pool/tasks.ts";
import { priority } from "./priority.ts";

const worker = undefined as never;
const call = (task: string, priority?: number): Call => ({ task, options: { priority }, place: 0 }) as never;
const make = (): Line => priority().line?.(() => new Queue<Call>())() as Line;

function take(line: Line): string | undefined {
  const next = line.peek(worker);
  if (next) line.remove(next);
  return next?.task;
}

function drain(line: Line): string[] {
  const names: string[] = [];
  for (let name = take(line); name; name = take(line)) names.push(name);
  return names;
}

test("the highest priority is first, equals in the order they came, 0 where none is given", () => {
  const line = make();
  for (const each of [call("a"), call("b", 2), call("c", -1), call("d", 2), call("e", 0), call("f", 2.5)])
    line.add(each);
  expect(line.size).toBe(6);
  expect(drain(line)).toEqual(["f", "b", "d", "a", "e", "c"]);
  expect(line.size).toBe(0);
});

test("endless priorities go before and after all others", () => {
  const line = make();
  for (const each of [call("last", -Infinity), call("a", 1e300), call("first", Infinity)]) line.add(each);
  expect(drain(line)).toEqual(["first", "a", "last"]);
});

test("a call that is put back goes before its equals, and not before what is more urgent", () => {
  const line = make();
  const back = call("back", 1);
  for (const each of [call("equal", 1), call("urgent", 2)]) line.add(each);
  line.add(back, true);
  expect(drain(line)).toEqual(["urgent", "back", "equal"]);
});

test("a call that has left cannot be taken out again", () => {
  const line = make();
  const gone = call("gone", 1);
  line.add(gone);
  line.add(call("kept"));
  take(line);
  line.remove(gone);
  line.remove(call("never came"));
  expect(drain(line)).toEqual(["kept"]);
});

test("a call is found where it was put, though its options have changed since", () => {
  const line = make();
  const changed = call("changed", 1);
  line.add(call("other", 5));
  line.add(changed);
  Object.assign(changed.options, { priority: 5 });
  line.remove(changed);
  expect([line.size, drain(line)]).toEqual([1, ["other"]]);
});

test("a priority that has no more calls is not looked at again", () => {
  let asked = 0;
  const counted = (): Line => {
    const queue = new Queue<Call>();
    return Object.assign(queue, { peek: () => (asked++, Queue.prototype.peek.call(queue) as Call | undefined) });
  };
  const line = priority().line?.(counted)() as Line;
  for (let i = 0; i < 100; i++) line.add(call("urgent", i + 1));
  for (let i = 0; i < 100; i++) take(line);
  line.add(call("late"));
  asked = 0;
  expect(take(line)).toBe("late");
  expect(asked).toBe(1);
});

test("it agrees with a sorted list over three thousand random steps", () => {
  const line = make();
  let list: { call: Call; priority: number; arrival: number }[] = [];
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 3000; step++) {
    list.sort((a, b) => b.priority - a.priority || a.arrival - b.arrival);
    expect(line.peek(worker)).toBe(list[0]?.call);
    const what = random(10);
    if (what < 6) {
      const [priority, first] = [random(5), what === 5];
      const added = { call: call(String(step), priority), priority, arrival: first ? -step : step };
      list.push(added);
      line.add(added.call, first);
    } else {
      const removed = what < 8 ? list[0] : list[random(list.length || 1)];
      if (!removed) continue;
      list = list.filter((each) => each !== removed);
      line.remove(removed.call);
    }
    expect(line.size).toBe(list.length);
  }
});

const tasks = { echo: (value: unknown) => value };

test("waiting calls are given by their priority, and a cancelled one never", async () => {
  const { connect } = fakeWorkers(tasks);
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [priority()] });
  const order: unknown[] = [];
  const submit = (name: string, priority?: number, signal?: AbortSignal): Promise<unknown> =>
    pool.submit("echo", [name], { priority, signal }).then(
      (value) => order.push(value),
      () => order.push(`${name} cancelled`),
    );
  const end = new AbortController();
  const calls = [submit("a"), submit("low", -1), submit("never", 9, end.signal), submit("high", 5), submit("b")];
  end.abort();
  await Promise.all(calls);
  expect(order).toEqual(["never cancelled", "high", "a", "b", "low"]);
});

test("map() takes a priority for all its calls", async () => {
  const { connect } = fakeWorkers(tasks);
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [priority()] });
  const busy = pool.submit("echo", ["first"]);
  const order: unknown[] = [];
  const before = pool.submit("echo", ["before"]).then((value) => order.push(value));
  for await (const value of pool.map("echo", [1, 2, 3], { priority: 1 })) order.push(value);
  await Promise.all([busy, before]);
  expect(order.indexOf("before")).toBeGreaterThan(0);
});

test.each([Number.NaN, "5", null])("a priority of %o rejects the call, and the pool goes on", async (wrong) => {
  const { connect } = fakeWorkers(tasks);
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [priority()] });
  const refused = pool.submit("echo", [1], { priority: wrong as number });
  await expect(refused).rejects.toThrow(RangeError);
  await expect(refused).rejects.toThrow(/^Cannot submit "echo": priority must be a number: found/);
  expect(await pool.submit("echo", [2])).toBe(2);
});
