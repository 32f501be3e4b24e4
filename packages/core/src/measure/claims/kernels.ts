/** The work of the claims. Each is written as its source describes it, and not as fast as it could be. */

/** Of every `step`th number below one: a square root, a logarithm, a sine and a cosine, multiplied, and the sum of all. */
export function sumOfProducts(below: number, step: number): number {
  let sum = 0;
  for (let number = 0; number < below; number += step) {
    const one = Math.sqrt(number) * Math.sin(number);
    const other = Math.log(number + 1) * Math.cos(number / 2);
    sum += one * other;
  }
  return sum;
}

/** How many primes there are up to a limit, each number tried with every divisor up to its root. */
export function countPrimes(limit: number): number {
  let count = 0;
  for (let number = 2; number <= limit; number++) if (isPrime(number)) count++;
  return count;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}

/** In how many ways as many queens as a board is wide stand on it, none attacked. @param first the column of the first; default: any */
export function countQueens(size: number, first?: number): number {
  const columns: number[] = first === undefined ? [] : [first];
  return placeRest(columns, size);
}

/** One queen in each row, from the first. */
function placeRest(columns: number[], size: number): number {
  if (columns.length === size) return 1;
  let count = 0;
  for (let column = 0; column < size; column++) {
    if (!isFree(columns, column)) continue;
    columns.push(column);
    count += placeRest(columns, size);
    columns.pop();
  }
  return count;
}

/** Whether no queen of the rows above is in this column, or on a diagonal through it. */
function isFree(columns: readonly number[], column: number): boolean {
  return columns.every((other, row) => other !== column && Math.abs(other - column) !== columns.length - row);
}
