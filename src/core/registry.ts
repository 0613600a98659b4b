/** Anything with `parse`; a zod schema fits. Core itself does not know zod. */
export interface OptionsSchema<Options> {
  parse(input: unknown): Options;
}

/** What a part asks of its neighbours beyond their contracts: `words`, that the store can search words. */
export type Requirement = 'words';

export interface Definition<T, Options, Needs> {
  /** What a config file says in `use`. */
  readonly name: string;
  /** Other spellings that mean the same, such as DSPy's class name. */
  readonly aliases?: readonly string[];
  /** One sentence for `--help` and error messages. */
  readonly description: string;
  readonly options: OptionsSchema<Options>;
  readonly requires?: readonly Requirement[];
  /** Asynchronous where a heavy client is imported only when it is used. */
  create(options: Options, needs: Needs): T | Promise<T>;
}

export interface Entry<T, Needs> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly options: OptionsSchema<unknown>;
  readonly requires: readonly Requirement[];
  /** SHA-256 in hex of the text of a module of the user's own; null for what is built in. */
  readonly module: string | null;
  build(input: unknown, needs: Needs): Promise<T>;
}

export interface Registry<T, Needs> {
  /** The concept in the singular, for messages: `optimizer`. */
  readonly kind: string;
  readonly entries: readonly Entry<T, Needs>[];
}

/** A registry line: hides the type of the options behind a function that parses them. */
export function define<T, Options, Needs = unknown>(definition: Definition<T, Options, Needs>): Entry<T, Needs> {
  const { name, aliases = [], description, options, requires = [], create } = definition;
  return {
    name,
    aliases,
    description,
    options,
    requires,
    module: null,
    build: async (input, needs) => create(options.parse(input), needs),
  };
}

/** The entry of that name or alias; upper and lower case, `-` and `_` make no difference. Null when there is none. */
export function findEntry<T, Needs>(registry: Registry<T, Needs>, name: string): Entry<T, Needs> | null {
  const wanted = canonical(name);
  return (
    registry.entries.find((entry) => [entry.name, ...entry.aliases].some((known) => canonical(known) === wanted)) ??
    null
  );
}

function canonical(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}
