import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { adapters } from '../adapters/registry.ts';
import { chunkers } from '../chunkers/registry.ts';
import type { Adapter } from '../core/adapter.ts';
import type { Chunker, Corpus } from '../core/corpus.ts';
import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { LanguageModel } from '../core/language-model.ts';
import type { Metric } from '../core/metric.ts';
import type { Optimizer } from '../core/optimizer.ts';
import type { Program } from '../core/program.ts';
import type { Registry } from '../core/registry.ts';
import type { Retriever } from '../core/retriever.ts';
import type { RowSource } from '../core/row-source.ts';
import type { Runtime } from '../core/run.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { corpora } from '../corpora/registry.ts';
import type { ResponseCache } from '../files/response-cache.ts';
import type { Judge } from '../metrics/judge.ts';
import { metrics } from '../metrics/registry.ts';
import { embedders, languageModels, type ModelNeeds } from '../models/registry.ts';
import { withCache } from '../models/with-cache.ts';
import { proxiesIn } from '../network/proxies.ts';
import { sleep } from '../network/sleep.ts';
import { optimizers } from '../optimizers/registry.ts';
import { programs } from '../programs/registry.ts';
import { pythonRandom } from '../python/random.ts';
import { retrievers } from '../retrievers/registry.ts';
import { hubOptions } from '../sources/hub-options.ts';
import { rowSource } from '../sources/row-source.ts';
import { standardInput } from '../sources/standard-input.ts';
import { stores } from '../stores/registry.ts';
import { buildPart } from './build-part.ts';
import type { CommandContext } from './command.ts';
import { optionNames } from './config/key-types.ts';
import type { Config, PartChoice, Parts } from './config/load.ts';
import type { OptionalSectionName } from './config/sections.ts';
import { type ExamplePools, examplePools } from './example-pools.ts';
import { inputsBelow } from './inputs.ts';
import { once } from './once.ts';

/** The parts and drivers a configuration names, each built when it is first asked for. */
export interface Wiring extends ExamplePools {
  readonly config: Config;
  readonly cwd: string;
  readonly report: Report;
  readonly source: RowSource;
  /** The folder that holds what rag keeps: `.rag`. */
  readonly home: string;
  readonly artifactPath: string;
  readonly artifactsFolder: string;
  corpus(): Promise<Corpus>;
  chunker(): Promise<Chunker>;
  embedder(): Promise<Embedder>;
  /** The same to be asked what it is, never for a vector: the key need not be set. */
  describedEmbedder(): Promise<Embedder>;
  store(): Promise<VectorStore>;
  retrieval(): Promise<Retrieval>;
  languageModel(): Promise<LanguageModel>;
  adapter(): Promise<Adapter>;
  /** `savedK` is the k of a saved program; a flag or a variable is stronger, a config file is not. */
  program(savedK?: number | null): Promise<Program>;
  optimizer(): Promise<Optimizer>;
  metric(): Promise<Metric>;
  /** All that are to be shown, that one first. */
  metrics(): Promise<readonly Metric[]>;
  /** Its retriever is built when a program first fetches something. */
  runtime(): Promise<Runtime>;
  /** The same with the teacher's own model; null when it has none. */
  teacherRuntime(): Promise<Runtime | null>;
  close(): Promise<void>;
}

/** The retriever, and what it asked for while it was built: null for a store or an embedder it has no use for. */
export interface Retrieval {
  readonly retriever: Retriever;
  readonly store: VectorStore | null;
  readonly embedder: Embedder | null;
}

/**
 * The composition root: the only place where drivers are built and wrapped. The response cache is outermost, so that a hit costs
 * neither a place in the queue nor a retry.
 */
export function wire(config: Config, context: CommandContext): Wiring {
  const { parts, own, plain, root, inputFolder } = config;
  const { environment, report, signal, cwd } = context;
  const build = <T, Needs>(
    registry: Registry<T, Needs>,
    section: Exclude<keyof Parts, OptionalSectionName>,
    needs: Needs,
  ): Promise<T> => buildPart(registry, parts[section], needs, environment);

  const home = environment.RAG_HOME === undefined ? join(root, '.rag') : resolve(cwd, environment.RAG_HOME);
  const inputs = inputsBelow(inputFolder);
  const state = { resolvePath: (path: string) => resolve(home, path) };
  const input = standardInput({ bytes: context.stdinBytes, temporaryFolder: tmpdir() });
  const hub = hubOptions(environment, homedir());
  const source = rowSource({ hub, folder: inputFolder, standardInput: input, report });
  const proxies = proxiesIn(environment);
  const models: ModelNeeds = {
    report,
    sleep,
    random: pythonRandom(0).random,
    concurrency: plain.evaluation.concurrency,
    proxies,
  };

  const closers: (() => Promise<void>)[] = [input.close];
  const embedder = once(() => build(embedders, 'embedding', models));
  const store = once(async () => {
    const searchesWords = parts.retriever.entry.requires.includes('words');
    const opened = await build(stores, 'store', { ...state, report, proxies, searchesWords });
    closers.push(() => opened.close());
    return opened;
  });
  const cache = once<ResponseCache>(async () => {
    const { responseCache } = await import('../files/response-cache.ts');
    const opened = responseCache({ path: join(home, 'responses.sqlite'), report });
    closers.push(async () => opened.close());
    return opened;
  });
  const buildModel = async (choice: PartChoice, settings: { readonly cache: boolean }): Promise<LanguageModel> => {
    const model = await buildPart(languageModels, choice, models, environment);
    return settings.cache ? withCache(model, await cache()) : model;
  };
  const languageModel = once(() => buildModel(parts.languageModel, own.languageModel));
  const retrieval = once<Retrieval>(async () => {
    const searched: { store: VectorStore | null; embedder: Embedder | null } = { store: null, embedder: null };
    const retriever = await build(retrievers, 'retriever', {
      embedder: async () => {
        searched.embedder = await embedder();
        return searched.embedder;
      },
      store: async () => {
        searched.store = await store();
        return searched.store;
      },
    });
    return { retriever, ...searched };
  });
  const adapter = once<Adapter>(() => build(adapters, 'adapter', undefined));
  const pools = examplePools({ config, source, inputs, environment, report, signal, cwd });

  // A program may fetch nothing, and then needs neither store nor embedding server.
  const lazyRetriever: Retriever = {
    name: parts.retriever.entry.name,
    retrieve: async (...request) => (await retrieval()).retriever.retrieve(...request),
  };
  const runtime = once<Runtime>(async () => ({
    languageModel: await languageModel(),
    adapter: await adapter(),
    retriever: lazyRetriever,
    signal,
  }));
  const teacherRuntime = once<Runtime | null>(async () => {
    if (parts.teacherModel === null) return null;
    return { ...(await runtime()), languageModel: await buildModel(parts.teacherModel, own.teacherModel) };
  });

  const judge = once<Judge>(async () => ({
    languageModel:
      parts.judgeModel === null ? await languageModel() : await buildModel(parts.judgeModel, own.judgeModel),
    adapter: await adapter(),
    signal,
  }));
  const buildMetric = (choice: PartChoice) => buildPart(metrics, choice, { judge }, environment);
  const metric = once<Metric>(() => buildMetric(parts.metric));

  return {
    config,
    cwd,
    report,
    source,
    home,
    artifactPath: resolve(root, plain.artifact),
    artifactsFolder: join(root, 'artifacts'),
    corpus: once<Corpus>(() => build(corpora, 'corpus', inputs)),
    chunker: once<Chunker>(() => build(chunkers, 'chunker', inputs)),
    embedder,
    describedEmbedder: () => buildPart(embedders, withUnusedKey(parts.embedding), models, environment),
    store,
    retrieval,
    languageModel,
    adapter,
    program: (savedK = null) => buildPart(programs, withSavedK(config, savedK), undefined, environment),
    optimizer: once<Optimizer>(() => build(optimizers, 'optimizer', undefined)),
    metric,
    metrics: once(async () =>
      differentMetrics([await metric(), ...(await Promise.all(config.metrics.slice(1).map(buildMetric)))]),
    ),
    runtime,
    teacherRuntime,
    ...pools,
    close: async () => {
      for (const close of closers.splice(0)) await close();
    },
  };
}

/** A key that is taken from the environment is missed only where it is used. */
function withUnusedKey(choice: PartChoice): PartChoice {
  return 'apiKey' in choice.options ? { ...choice, options: { ...choice.options, apiKey: 'unused' } } : choice;
}

/** @throws RagError CONFIG_INVALID for two of one name, which no table could tell apart */
function differentMetrics(all: readonly Metric[]): readonly Metric[] {
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new RagError('CONFIG_INVALID', `the metric "${twice.name}" is listed twice`);
  return all;
}

/** The program's options, with the k of a saved program if it has one and no flag or variable says otherwise. */
function withSavedK({ parts, settings }: Config, savedK: number | null): PartChoice {
  const { program } = parts;
  const said = settings.get('program.k')?.origin.type;
  const isOverridden = said === 'flag' || said === 'environment';
  const takesK = optionNames(program.entry)?.includes('k') ?? true;
  return savedK === null || isOverridden || !takesK
    ? program
    : { ...program, options: { ...program.options, k: savedK } };
}
