/**
 * An object of asynchronous methods that is made at its first use: each call waits for the object itself first.
 * @param make is told which method is called.
 */
export function later<T extends object>(make: (method: keyof T) => Promise<T>): T {
  return new Proxy({} as T, {
    get: (_target, name) =>
      name === 'then'
        ? undefined
        : async (...parameters: readonly unknown[]): Promise<unknown> => {
            const object = await make(name as keyof T);
            const method: unknown = Reflect.get(object, name);
            if (typeof method !== 'function') throw new TypeError(`There is no method ${String(name)}.`);
            return await Reflect.apply(method, object, parameters);
          },
  });
}
