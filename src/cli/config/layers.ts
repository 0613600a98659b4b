import { findEntry } from '../../core/registry.ts';
import type { Origin } from './origin.ts';
import type { Section } from './sections.ts';

export interface Setting {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Values by dotted key (`embedding.batchSize`), each with its origin. Lists and plain maps below an option are one value. */
export type Layer = ReadonlyMap<string, Setting>;

/**
 * One layer out of several, the later ones winning key by key.
 *
 * Where a layer names another part for a section (`retriever: bm25`), the options that lower layers gave to the former part are
 * dropped; the section's own keys stay.
 */
export function mergeLayers(layers: readonly Layer[], sections: readonly Section[]): Layer {
  const merged = new Map<string, Setting>();
  for (const layer of layers) {
    for (const section of sections) {
      if (namesAnotherPart(section, merged, layer)) dropPartOptions(section, merged);
    }
    for (const [key, setting] of layer) merged.set(key, setting);
  }
  return merged;
}

function namesAnotherPart(section: Section, lower: Layer, upper: Layer): boolean {
  const before = lower.get(`${section.name}.use`)?.value;
  const after = upper.get(`${section.name}.use`)?.value;
  if (before === undefined || after === undefined) return false;
  return canonicalName(section, before) !== canonicalName(section, after);
}

function canonicalName({ registry }: Section, name: unknown): unknown {
  return typeof name === 'string' ? (findEntry(registry, name)?.name ?? name) : name;
}

function dropPartOptions(section: Section, merged: Map<string, Setting>): void {
  const own = Object.keys(section.own.shape).map((key) => `${section.name}.${key}`);
  for (const key of merged.keys()) {
    if (key.startsWith(`${section.name}.`) && !own.includes(key)) merged.delete(key);
  }
}
