import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../../src/cli/config/load.ts';
import { describeOrigin } from '../../../src/cli/config/origin.ts';
import { flagLayer } from '../../../src/cli/setting-flags.ts';
import type { ProgressEvent } from '../../../src/core/events.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
let events: ProgressEvent[];

beforeEach(() => {
  events = [];
});

interface Given {
  readonly config?: string;
  readonly environment?: Record<string, string>;
  readonly set?: string[];
  readonly cwd?: string;
}

function load({ config, environment = {}, set = [], cwd = folder.path }: Given): Promise<Config> {
  return loadConfig({
    config,
    environment,
    cwd,
    flags: flagLayer([], { set }, cwd),
    report: (event) => events.push(event),
  });
}

function write(name: string, text: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

function origin(config: Config, key: string): string | undefined {
  const setting = config.settings.get(key);
  return setting && describeOrigin(setting.origin);
}

describe('loadConfig', () => {
  it("gives the tutorial's numbers where nothing else is said", async () => {
    const config = await load({});

    expect(config.file).toBeNull();
    expect(config.own).toEqual({
      corpus: {},
      chunker: {},
      embedding: { batchSize: 100, cache: true },
      store: { upsertSize: 100 },
      retriever: {},
      languageModel: { cache: false },
      teacherModel: { cache: false },
      judgeModel: { cache: false },
      adapter: {},
      program: {},
      dataset: { train: 20, dev: 20, trainSeed: 1, evalSeed: 42 },
      optimizer: {},
      metric: {},
    });
    expect(config.parts.languageModel.options).toEqual({
      baseUrl: 'http://localhost:8080/v1',
      model: 'unsloth/gemma-3-4b-it-GGUF:Q4_K_M',
      temperature: 0.1,
    });
    expect(config.plain).toEqual({
      artifact: 'artifacts/compiled_rag_v1.json',
      indexing: { cleanup: 'full', maxFailures: 0 },
      evaluation: { concurrency: 8, maxErrors: 10, answerSearch: 1_000_000, repeat: 1, metrics: [] },
      prices: {},
    });
  });

  it('lets flags win over the environment, that over the file, and that over the defaults', async () => {
    write('rag.config.yaml', 'embedding:\n  batchSize: 10\nstore:\n  upsertSize: 10\ndataset:\n  dev: 10\n');
    const environment = { RAG_EMBEDDING_BATCH_SIZE: '20', RAG_STORE_UPSERT_SIZE: '20' };

    const config = await load({ environment, set: ['embedding.batchSize=30'] });

    expect([
      config.own.embedding.batchSize,
      config.own.store.upsertSize,
      config.own.dataset.dev,
      config.own.dataset.train,
    ]).toEqual([30, 20, 10, 20]);
    expect(
      ['embedding.batchSize', 'store.upsertSize', 'dataset.dev', 'dataset.train'].map((key) => origin(config, key)),
    ).toEqual(['--set embedding.batchSize', 'RAG_STORE_UPSERT_SIZE', 'rag.config.yaml:6', 'default']);
  });

  it('finds the file in a folder above, and keeps state beside it', async () => {
    write('rag.config.json', '{"artifact": "out/p.json"}');
    const below = join(folder.path, 'a', 'b');
    mkdirSync(below, { recursive: true });

    const config = await load({ cwd: below });

    expect(config.root).toBe(folder.path);
    expect(config.plain.artifact).toBe('out/p.json');
  });

  it('prefers --config to RAG_CONFIG to a file in the folder', async () => {
    write('rag.config.yaml', 'artifact: folder.json');
    const variable = write('variable.yml', 'artifact: variable.json');
    const flag = write('flag.yaml', 'artifact: flag.json');

    const artifacts = [
      await load({ config: flag, environment: { RAG_CONFIG: variable } }),
      await load({ environment: { RAG_CONFIG: variable } }),
      await load({}),
    ].map((config) => config.plain.artifact);

    expect(artifacts).toEqual(['flag.json', 'variable.json', 'folder.json']);
  });

  it('drops the options of a part that another layer replaces, and keeps the keys of the section', async () => {
    const config = await load({ set: ['store=sqlite', 'store.collection=mine', 'store.upsertSize=7'] });

    expect(config.parts.store.entry.name).toBe('sqlite');
    expect(config.parts.store.options).toEqual({ collection: 'mine' });
    expect(config.own.store.upsertSize).toBe(7);
  });

  it("takes DSPy's names for parts", async () => {
    const config = await load({ set: ['optimizer=LabeledFewShot', 'adapter=JSONAdapter'] });

    expect([config.parts.optimizer.entry.name, config.parts.adapter.entry.name]).toEqual(['labeled-few-shot', 'json']);
  });

  it.each([
    [
      'an unknown section',
      'corpus: simple-wiki\nembeding: openai\n',
      'rag.config.yaml:2: unknown key "embeding", did you mean "embedding"',
    ],
    [
      'an unknown option',
      'embedding:\n  use: openai\n  modle: x\n',
      'rag.config.yaml:3: unknown key "embedding.modle", did you mean "model"',
    ],
    [
      'an option of another part',
      'languageModel:\n  use: builtin/extractive\n  temperature: 1\n',
      'rag.config.yaml:3: unknown key "languageModel.temperature", which builtin/extractive does not have',
    ],
    [
      'an unknown key of a plain section',
      'evaluation:\n  concurency: 2\n',
      'rag.config.yaml:2: unknown key "evaluation.concurency", did you mean "concurrency"',
    ],
    [
      'a wrong type',
      'dataset:\n  train: many\n',
      'rag.config.yaml:2: dataset.train: invalid input: expected number, received string, found "many"',
    ],
    [
      'a wrong type within a value',
      'prices:\n  small: { prompt: cheap, completion: 1 }\n',
      'rag.config.yaml:1: prices.small.prompt: invalid input: expected number, received string',
    ],
    [
      'a key in plain text',
      'languageModel:\n  apiKey: sk-123\n',
      'rag.config.yaml:2: languageModel.apiKey holds a key in plain text; put it into an environment variable and write ${NAME}',
    ],
    [
      'broken YAML',
      'corpus: [1\n',
      'rag.config.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a list', '- a\n', 'rag.config.yaml:1: expected keys such as corpus and languageModel, found object'],
    ['a key given twice', 'metric: f1\nmetric: f1\n', 'rag.config.yaml:2: Map keys must be unique'],
  ])('refuses %s, naming file and line', async (_what, text, message) => {
    write('rag.config.yaml', text);

    await expect(load({})).rejects.toMatchObject({ code: 'CONFIG_INVALID', message });
  });

  it('says how to give what is missing', async () => {
    await expect(load({ set: ['chunker=token'] })).rejects.toMatchObject({
      message: '--set chunker: chunker.tokenizer is missing',
      hint: '--set chunker.tokenizer=…',
    });
  });

  it('tells every problem at once', async () => {
    write('rag.config.yaml', 'nonsense: 1\ndataset:\n  train: -1\n');

    await expect(load({})).rejects.toMatchObject({
      message: 'rag.config.yaml:1: unknown key "nonsense" (and 1 more)',
      hint: 'correct also:\nrag.config.yaml:3: dataset.train: too small: expected number to be >=0, found -1',
    });
  });

  it('lists the known names for a wrong one, nearest first', async () => {
    await expect(load({ set: ['optimizer=bootstrap'] })).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      message: '--set optimizer: there is no optimizer "bootstrap"',
    });
  });

  it('names the presets where --config names nothing', async () => {
    await expect(load({ config: 'ofline' })).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      message: `there is no config file ${join(folder.path, 'ofline')} and no preset "ofline"`,
      hint: 'presets: offline, tutorial',
    });
  });

  it('warns of a variable that sets nothing', async () => {
    await load({ environment: { RAG_EMBEDING_MODEL: 'x' } });

    expect(events).toEqual([
      {
        type: 'notice',
        code: 'VARIABLE_UNKNOWN',
        message: 'the environment variable RAG_EMBEDING_MODEL sets nothing; the nearest name is RAG_EMBEDDING_MODEL',
      },
    ]);
  });

  it("takes a part from the user's own module, beside the config file", async () => {
    write(
      'length.js',
      'export const definition = { name: "length", description: "d", options: { parse: (x) => x }, create: () => ({ name: "length", score: () => 1 }) };',
    );
    write('rag.config.yaml', 'metric: ./length.js\n');

    const config = await load({});

    expect(config.parts.metric.entry.name).toBe('length');
  });

  it('says what a module lacks', async () => {
    write('length.js', 'export const definition = { name: "length" };');
    write('rag.config.yaml', 'metric: ./length.js\n');

    await expect(load({})).rejects.toMatchObject({ code: 'MODULE_INVALID' });
  });

  it("takes what the teacher's model does not say from the language model", async () => {
    const config = await load({
      environment: { RAG_LANGUAGE_MODEL_API_KEY: 'secret' },
      set: ['teacherModel.model=large', 'teacherModel.temperature=0.7', 'languageModel.cache=true'],
    });

    expect(config.parts.teacherModel?.options).toEqual({
      baseUrl: 'http://localhost:8080/v1',
      model: 'large',
      temperature: 0.7,
      apiKey: 'secret',
    });
    expect(config.own.teacherModel).toEqual({ cache: true });
    expect(config.settings.has('teacherModel.baseUrl')).toBe(false);
  });

  it("keeps the language model's key from the server of the teacher's model", async () => {
    const config = await load({
      environment: { RAG_LANGUAGE_MODEL_API_KEY: 'secret' },
      set: ['teacherModel.baseUrl=http://other.example/v1'],
    });

    expect(config.parts.teacherModel?.options.apiKey).toBeUndefined();
  });

  it('has no model for the teacher when nobody mentions one', async () => {
    expect((await load({})).parts.teacherModel).toBeNull();
  });

  it("checks the teacher's model as any section", async () => {
    await expect(load({ set: ['teacherModel.temprature=1'] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: '--set teacherModel.temprature: unknown key "teacherModel.temprature", did you mean "temperature"',
    });
  });
});
