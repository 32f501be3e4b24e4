/** What a speed-up curve says of the work: the share that does not scale, and what workers cost each other. */
import * as vega from "vega";

export interface Measured {
  workers: number;
  speedUp: number;
}

/** X(N) = γN / (1 + α(N − 1) + βN(N − 1)): Gunther's Universal Scalability Law; with β = 0 it is Amdahl's. */
export interface ScalabilityFit {
  law: "Amdahl" | "USL";
  /** α, contention: what the workers do one after the other, as a share. 0 or more. */
  contention: number;
  /** β, coherency: what each pair of workers costs. 0 or more; 0 in Amdahl's law. */
  coherency: number;
  /** γ, the speed of one worker. */
  single: number;
  /** Points that it was fitted to. */
  points: number;
}

/** Two parameters, and three, want twice as many points: with as many points as parameters every curve fits. */
const ENOUGH = 4;
const ENOUGH_FOR_USL = 6;

/**
 * Least squares on N ÷ X, in which the law is linear (Gunther, "Guerrilla Capacity Planning", 2007, chapter 5), with no negative
 * parameter. Amdahl's law with fewer than six numbers of workers; null with fewer than four.
 */
export function fitScalability(measured: readonly Measured[]): ScalabilityFit | null {
  const points = new Set(measured.map(({ workers }) => workers)).size;
  if (points < ENOUGH) return null;
  if (points >= ENOUGH_FOR_USL) {
    // In powers of N, and from them to the law's terms.
    const [constant, once, squared] = regressionQuad(measured, ({ workers }) => workers, cost).coef;
    const full = fit("USL", constant + once + squared, once + squared, squared, points);
    if (full && full.contention >= 0 && full.coherency >= 0) return full;
    if (full && full.contention < 0) {
      const [one, coherency] = regressionLinear(measured, ({ workers }) => workers * (workers - 1), cost).coef;
      const without = fit("USL", one, 0, coherency, points);
      if (without && without.coherency >= 0) return without;
    }
  }
  const [one, contention] = regressionLinear(measured, ({ workers }) => workers - 1, cost).coef;
  const amdahl = fit("Amdahl", one, contention, 0, points);
  if (amdahl && amdahl.contention >= 0) return amdahl;
  return fit("Amdahl", measured.reduce((sum, each) => sum + cost(each), 0) / measured.length, 0, 0, points);
}

const cost = ({ workers, speedUp }: Measured): number => workers / speedUp;

type Regression<Coefficients> = (
  points: readonly Measured[],
  x: (point: Measured) => number,
  y: (point: Measured) => number,
) => { coef: Coefficients };

// Exported, but not in its types.
const { regressionLinear, regressionQuad } = vega as unknown as {
  regressionLinear: Regression<[number, number]>;
  regressionQuad: Regression<[number, number, number]>;
};

/** Of N ÷ X = one + contention · (N − 1) + coherency · N(N − 1), not yet divided by `one`; null where that is not above 0. */
function fit(
  law: ScalabilityFit["law"],
  one: number,
  contention: number,
  coherency: number,
  points: number,
): ScalabilityFit | null {
  return one > 0 ? { law, contention: contention / one, coherency: coherency / one, single: 1 / one, points } : null;
}

/** The law's speed-up with so many workers. */
export function speedUpOf({ single, contention, coherency }: ScalabilityFit, workers: number): number {
  return (single * workers) / (1 + contention * (workers - 1) + coherency * workers * (workers - 1));
}
