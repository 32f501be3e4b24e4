import { describe, expect, test } from "vitest";
import { fitScalability, type ScalabilityFit, speedUpOf } from "./scalability-fit.ts";

/** The law's own points. */
function pointsOf(law: Pick<ScalabilityFit, "single" | "contention" | "coherency">, most: number) {
  return Array.from({ length: most }, (_, index) => ({
    workers: index + 1,
    speedUp: speedUpOf({ law: "USL", points: 0, ...law }, index + 1),
  }));
}

describe("fitScalability()", () => {
  test("finds the parameters that points were made of", () => {
    const fit = fitScalability(pointsOf({ single: 0.95, contention: 0.05, coherency: 0.01 }, 8))!;
    expect(fit.law).toBe("USL");
    expect(fit.single).toBeCloseTo(0.95);
    expect(fit.contention).toBeCloseTo(0.05);
    expect(fit.coherency).toBeCloseTo(0.01);
  });

  test("at most 1 ÷ serial share: 5 % serial work is never 20 times as fast", () => {
    const law: ScalabilityFit = { law: "Amdahl", single: 1, contention: 0.05, coherency: 0, points: 0 };
    expect(speedUpOf(law, 1)).toBe(1);
    expect(speedUpOf(law, 20)).toBeCloseTo(20 / 1.95);
    expect(speedUpOf(law, 1e9)).toBeCloseTo(20);
  });

  test("is Amdahl's law with fewer than six points", () => {
    const fit = fitScalability(pointsOf({ single: 1, contention: 0.2, coherency: 0 }, 4))!;
    expect(fit).toMatchObject({ law: "Amdahl", coherency: 0, points: 4 });
    expect(fit.contention).toBeCloseTo(0.2);
  });

  test("has no negative parameter where work scales better than ideally", () => {
    const fit = fitScalability([1, 2, 3, 4, 5, 6].map((workers) => ({ workers, speedUp: workers ** 1.1 })))!;
    expect(fit.contention).toBe(0);
    expect(fit.coherency).toBe(0);
  });

  test("needs four numbers of workers: two points are on every curve", () => {
    const three = [1, 2, 2, 3].map((workers) => ({ workers, speedUp: workers }));
    expect(fitScalability([])).toBeNull();
    expect(fitScalability(three)).toBeNull();
    expect(fitScalability([...three, { workers: 4, speedUp: 4 }])).not.toBeNull();
  });
});
