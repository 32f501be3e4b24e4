/** What a speed-up curve says of the work: the share that does not scale, and what workers cost each other. */

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
  const full = points >= ENOUGH_FOR_USL ? linear(measured, ["one", "contention", "coherency"]) : null;
  if (full && full.contention >= 0 && full.coherency >= 0) return fit("USL", full, points);
  if (full && full.contention < 0) {
    const without = linear(measured, ["one", "coherency"]);
    if (without && without.coherency >= 0) return fit("USL", without, points);
  }
  const amdahl = linear(measured, ["one", "contention"]);
  if (amdahl && amdahl.contention >= 0) return fit("Amdahl", amdahl, points);
  const ideal = linear(measured, ["one"]);
  return ideal && fit("Amdahl", ideal, points);
}

/** The law's speed-up with so many workers. */
export function speedUpOf({ single, contention, coherency }: ScalabilityFit, workers: number): number {
  return (single * workers) / (1 + contention * (workers - 1) + coherency * workers * (workers - 1));
}

/** Coefficients of N ÷ X = one + contention · (N − 1) + coherency · N(N − 1), not yet divided by `one`. */
interface Coefficients {
  one: number;
  contention: number;
  coherency: number;
}

const TERMS: Record<keyof Coefficients, (workers: number) => number> = {
  one: () => 1,
  contention: (workers) => workers - 1,
  coherency: (workers) => workers * (workers - 1),
};

/** The normal equations, solved; null where the points do not determine the terms. */
function linear(measured: readonly Measured[], terms: readonly (keyof Coefficients)[]): Coefficients | null {
  const sum = (value: (one: Measured) => number): number => measured.reduce((total, one) => total + value(one), 0);
  const rows = terms.map((row) => [
    ...terms.map((column) => sum(({ workers }) => TERMS[row](workers) * TERMS[column](workers))),
    sum(({ workers, speedUp }) => TERMS[row](workers) * (workers / speedUp)),
  ]);
  const solved = solve(rows);
  if (solved === null) return null;
  const found: Coefficients = { one: 0, contention: 0, coherency: 0 };
  for (const [index, term] of terms.entries()) found[term] = solved[index]!;
  return found.one > 0 ? found : null;
}

/** Gauss–Jordan with pivoting; each row ends in its right side. */
function solve(rows: number[][]): number[] | null {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]!) > Math.abs(best[column]!) ? row : best));
    if (Math.abs(pivot[column]!) < 1e-12) return null;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[column]! / pivot[column]!;
      for (let index = column; index <= size; index++) row[index]! -= factor * pivot[index]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}

function fit(law: ScalabilityFit["law"], { one, contention, coherency }: Coefficients, points: number): ScalabilityFit {
  return { law, contention: contention / one, coherency: coherency / one, single: 1 / one, points };
}
