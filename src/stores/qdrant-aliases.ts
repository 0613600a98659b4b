import { readAliases } from './qdrant-replies.ts';
import type { QdrantTransport } from './qdrant-transport.ts';
import type { CollectionPlace } from './store-errors.ts';

export interface QdrantAliases {
  /** The collection behind the name; null when the name is no alias: a collection of its own, or nothing. */
  target(signal: AbortSignal): Promise<string | null>;
  /** Makes the name, which is free, an alias of that collection. */
  giveTo(collection: string, signal: AbortSignal): Promise<void>;
  /** Makes the name an alias of that collection, and removes the one it stood for. */
  moveTo(collection: string, signal: AbortSignal): Promise<void>;
  /** Removes the alias, which exists, and the collection behind it. */
  drop(target: string, signal: AbortSignal): Promise<void>;
}

/** The place's name, where it is another name of a collection. */
export function qdrantAliases({ call }: QdrantTransport, place: CollectionPlace): QdrantAliases {
  const { collection: name } = place;
  const change = async (actions: readonly AliasAction[], signal: AbortSignal): Promise<void> => {
    await call('aliases', (api, init) => api.updateAliases({ actions: [...actions] }, init), signal);
  };
  const remove = async (collection: string, signal: AbortSignal): Promise<void> => {
    const path = { collection_name: collection };
    await call('drop', (api, init) => api.deleteCollection(path, init), signal);
  };
  const target = async (signal: AbortSignal): Promise<string | null> => {
    const aliases = readAliases(
      await call('aliases', (api, init) => api.getCollectionsAliases({}, init), signal),
      place,
    );
    return aliases.find(({ alias_name }) => alias_name === name)?.collection_name ?? null;
  };
  const pointing = (collection: string): AliasAction => ({
    create_alias: { collection_name: collection, alias_name: name },
  });

  return {
    target,
    giveTo: (collection, signal) => change([pointing(collection)], signal),
    moveTo: async (collection, signal) => {
      const old = await target(signal);
      if (old !== null) {
        // Both in one request: the server does all or nothing, and no reader finds the name without a collection.
        await change([{ delete_alias: { alias_name: name } }, pointing(collection)], signal);
        return remove(old, signal);
      }
      // An alias cannot have the name of a collection, so one of that name, which something else made, has to go before.
      await remove(name, signal);
      await change([pointing(collection)], signal);
    },
    drop: async (collection, signal) => {
      await change([{ delete_alias: { alias_name: name } }], signal);
      await remove(collection, signal);
    },
  };
}

type AliasAction =
  | { readonly create_alias: { readonly collection_name: string; readonly alias_name: string } }
  | { readonly delete_alias: { readonly alias_name: string } };
