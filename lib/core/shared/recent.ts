/** Values by name, of which the ones that were used last are kept. */
export interface Recent<Value> {
  readonly get: (name: string) => Value | undefined;
  readonly set: (name: string, value: Value) => void;
  /** What is kept under a name, else what is made for it now. */
  readonly getOr: (name: string, make: () => Value) => Value;
  readonly values: () => Iterable<Value>;
}

export function createRecent<Value>(most: number): Recent<Value> {
  const kept = new Map<string, Value>();
  const keep = (name: string, value: Value) => {
    kept.delete(name);
    kept.set(name, value);
    const [oldest = name] = kept.keys();
    if (kept.size > most) kept.delete(oldest);
    return value;
  };
  const get: Recent<Value>['get'] = (name) => {
    const found = kept.get(name);
    return found === undefined ? undefined : keep(name, found);
  };
  return {
    get,
    set: (name, value) => void keep(name, value),
    getOr: (name, make) => get(name) ?? keep(name, make()),
    values: () => kept.values(),
  };
}
