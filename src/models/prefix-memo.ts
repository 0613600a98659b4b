import type { Message } from '../core/language-model.ts';

/**
 * A function that gives what `make` once made of all messages but the last. Those are the system message and the demos, the same
 * objects in every call, so that a call need not cost more the more demos there are. Messages must not change.
 */
export function prefixMemo<Value>(
  make: (prefix: readonly Message[]) => Value,
): (messages: readonly Message[]) => Value {
  const known = new WeakMap<Message, { readonly prefix: readonly Message[]; readonly value: Value }>();

  return (messages) => {
    const prefix = messages.slice(0, -1);
    const last = prefix.at(-1);
    if (last === undefined) return make([]);
    const found = known.get(last);
    if (found !== undefined && sameItems(found.prefix, prefix)) return found.value;
    const value = make(prefix);
    known.set(last, { prefix, value });
    return value;
  };
}

function sameItems<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
