import { expect, test } from "vitest";
import { bytesScale, estimateText, medianText, ratioText, secondsScale, significant, whole } from "./numbers.ts";

test.each([
  [0, "0"],
  [0.001234, "0.00123"],
  [0.9999, "1.00"],
  [9.996, "10.0"],
  [45.67, "45.7"],
  [999.6, "1000"],
  [123_456, "123000"],
])("%d is shown with three significant digits as %s", (value, text) => {
  expect(significant(value)).toBe(text);
});

test.each([
  [0.00000071, "0.710 µs"],
  [0.0123, "12.3 ms"],
  [0.99999, "1.00 s"],
  [100, "100 s"],
  [750, "12.5 min"],
])("%d seconds read %s", (seconds, text) => {
  const { unit, show } = secondsScale(seconds);
  expect(show(seconds) + unit).toBe(text);
});

test.each([
  [512, "0.500 KiB"],
  [50 * 2 ** 20, "50.0 MiB"],
  [3 * 2 ** 30, "3.00 GiB"],
])("%d bytes read %s", (bytes, text) => {
  const { unit, show } = bytesScale(bytes);
  expect(show(bytes) + unit).toBe(text);
});

test.each([
  [1, "1.00"],
  [0.999, "1.00"],
  [0.0141, "0.014"],
  [38.44, "38.4"],
])("the ratio %d reads %s", (ratio, text) => {
  expect(ratioText(ratio)).toBe(text);
});

test("an interval is shown in the unit of its median", () => {
  const interval = { low: 0.98, high: 1.04, coverage: 0.96 };
  expect(estimateText({ n: 6, median: 1.02, interval, reason: null }, secondsScale)).toBe("1.02 s [0.980–1.04]");
});

test("an interval whose ends lie more than a factor of three apart is not shown, nor is its figure: it is not known", () => {
  const around = (low: number, high: number) => ({
    n: 6,
    median: 0.00006,
    interval: { low, high, coverage: 0.96 },
    reason: null,
  });
  expect(estimateText(around(0.00003, 0.00009), secondsScale)).toBe("60.0 µs [30.0–90.0]");
  expect(estimateText(around(0.00003, 0.0315), secondsScale)).toBe("not known here (×1100)");
  expect(medianText(around(0.00003, 0.0315), secondsScale)).toBe("not known here (×1100)");
  expect(estimateText(around(0, 0.0315), secondsScale)).toBe("not known here (from nothing on)");
});

test("whole numbers have commas", () => {
  expect([whole(999), whole(1000), whole(1_234_567)]).toEqual(["999", "1,000", "1,234,567"]);
});
