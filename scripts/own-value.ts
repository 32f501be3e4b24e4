/** What an object has by a name from outside, and not what all objects have: `constructor` may be the name of a workload. */
export const ownValue = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
