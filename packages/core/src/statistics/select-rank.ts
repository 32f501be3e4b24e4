/**
 * The value of this rank, from 0, the smallest. Afterwards it is at its place: none before it is larger, none behind it smaller.
 * Sorting would put all the others at theirs too, for several times the work.
 *
 * Source: C. A. R. Hoare, *Algorithm 65: Find*, Communications of the ACM 4 (1961), with the middle as the pivot.
 *
 * @param values at least one; they are put into another order
 */
export function selectRank(values: number[], rank: number): number {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[rank]!;
    let [left, right] = [first, last];
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      [values[left], values[right]] = [values[right]!, values[left]!];
      left++;
      right--;
    }
    if (right < rank) first = left;
    if (left > rank) last = right;
  }
  return values[rank]!;
}
