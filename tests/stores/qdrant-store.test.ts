import { describe } from 'vitest';
import { qdrantStore } from '../../src/stores/qdrant-store.ts';
import { testVectorStore } from '../contracts/vector-store.contract.ts';
import { qdrantServer } from '../fakes/qdrant-server.ts';

testVectorStore('qdrantStore', async () => {
  const server = await qdrantServer();
  return {
    store: (collection) => qdrantStore({ url: server.url, collection }),
    close: server.close,
  };
});

const { QDRANT_URL: realUrl = '', QDRANT_API_KEY: realKey = null } = process.env;

describe.skipIf(realUrl === '')('a real Qdrant server', () => {
  testVectorStore('qdrantStore', async () => ({
    store: (collection) => qdrantStore({ url: realUrl, apiKey: realKey, collection }),
    close: async () => {},
  }));
});
