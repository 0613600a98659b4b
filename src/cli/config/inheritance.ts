import { findEntry } from '../../core/registry.ts';
import type { Layer } from './layers.ts';
import type { Section } from './sections.ts';
import { isSecretKey } from './validate.ts';

/** True when any layer says something about the section. */
export function isMentioned({ name }: Section, settings: Layer): boolean {
  return [...settings.keys()].some((key) => key.startsWith(`${name}.`));
}

/**
 * The settings, and for each section that inherits from another what it does not say itself. One that names another part takes over
 * nothing; a key stays with the address it was given for.
 */
export function withInherited(settings: Layer, sections: readonly Section[]): Layer {
  const complete = new Map(settings);
  for (const section of sections) {
    if (section.inherits === undefined || namesAnotherPart(section, section.inherits, settings)) continue;
    for (const [key, setting] of settings) {
      if (!key.startsWith(`${section.inherits}.`)) continue;
      const inherited = `${section.name}${key.slice(section.inherits.length)}`;
      const isForElsewhere = isSecretKey(inherited) && settings.has(`${section.name}.baseUrl`);
      if (!settings.has(inherited) && !isForElsewhere) complete.set(inherited, setting);
    }
  }
  return complete;
}

function namesAnotherPart({ name, registry }: Section, inherits: string, settings: Layer): boolean {
  const [own, other] = [settings.get(`${name}.use`)?.value, settings.get(`${inherits}.use`)?.value];
  const part = (value: unknown) => (typeof value === 'string' ? (findEntry(registry, value)?.name ?? value) : value);
  return own !== undefined && part(own) !== part(other);
}
