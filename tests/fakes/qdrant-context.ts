import type { LoggedRequest, Reply } from './local-server.ts';
import type { QdrantData, StoredCollection } from './qdrant-data.ts';

export interface QdrantServerOptions {
  /** Asked for in `api-key` or `authorization: Bearer`. */
  readonly apiKey?: string;
  /** Path in front of every route, as behind a proxy; anything else is answered as the proxy would. */
  readonly prefix?: string;
  readonly bodyLimitBytes?: number;
  /** False for a server before 1.15.5, which drops it and says nothing. */
  readonly keepsMetadata?: boolean;
  /** From this size on vectors get a graph; Qdrant's own is 10,000. */
  readonly indexingThresholdKb?: number;
}

export type Body = Readonly<Record<string, unknown>>;
type Params = readonly string[];

export interface Context {
  readonly data: QdrantData;
  readonly options: QdrantServerOptions;
  readonly request: LoggedRequest;
  readonly params: Params;
  /** Read when asked for: a reply with status 400 when it is no JSON object. */
  readonly body: Body;
}

export function succeeded(result: unknown): Reply {
  return { body: { result, status: 'ok', time: 0.000123 } };
}

export function failed(status: number, error: string): Reply {
  return { status, body: { status: { error }, time: 0.000123 } };
}

export function find(data: QdrantData, [name = '']: Params): StoredCollection | undefined {
  return data.collections.get(data.aliases.get(name) ?? name);
}

export function onCollection(
  handle: (collection: StoredCollection, context: Context) => Reply,
): (context: Context) => Reply {
  return (context) => {
    const collection = find(context.data, context.params);
    if (collection !== undefined) return handle(collection, context);
    return failed(404, `Not found: Collection \`${context.params[0]}\` doesn't exist!`);
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
