import { dirname } from 'node:path';
import type { Report } from '../../core/events.ts';
import type { Entry } from '../../core/registry.ts';
import { resolveEntry } from '../resolve-entry.ts';
import { type ConfigFile, discoverConfig, presetConfig } from './discover.ts';
import { type Environment, environmentLayer } from './environment-layer.ts';
import { isMentioned, withInherited } from './inheritance.ts';
import { type Layer, mergeLayers } from './layers.ts';
import { metricChoices } from './metric-choices.ts';
import { readConfigFile } from './read-file.ts';
import {
  type OptionalSectionName,
  type OwnSettings,
  PLAIN,
  PLAIN_KEYS,
  PLAIN_NAMES,
  type PlainSettings,
  SECTIONS,
  type Section,
  type SectionName,
} from './sections.ts';
import {
  configInvalid,
  type Problem,
  problemsOf,
  problemsOfSection,
  settingsBelow,
  splitSection,
  unknownTopLevelKeys,
} from './validate.ts';

export interface ConfigRequest {
  /** The value of `--config`. */
  readonly config: string | undefined;
  readonly environment: Environment;
  readonly cwd: string;
  readonly flags: Layer;
  readonly report: Report;
}

/** A section's part: what to build and with which options. `${NAME}` references are still in place. */
export interface PartChoice {
  readonly section: SectionName;
  readonly entry: Entry<unknown, never>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Null for an optional section that is not mentioned. */
export type Parts = Readonly<
  Record<Exclude<SectionName, OptionalSectionName>, PartChoice> & Record<OptionalSectionName, PartChoice | null>
>;

/** The settings of one command, merged, checked, and each with its origin. */
export interface Config {
  /** Null when only the built-in defaults apply. */
  readonly file: ConfigFile | null;
  /** Where relative paths of state start: artifacts, `.rag`. */
  readonly root: string;
  /** Where relative paths of input start: the config file's folder. */
  readonly inputFolder: string;
  readonly settings: Layer;
  readonly own: OwnSettings;
  readonly plain: PlainSettings;
  readonly parts: Parts;
  /** All metrics, that of the section first. */
  readonly metrics: readonly PartChoice[];
}

/**
 * The configuration: flags over environment over file over `configs/tutorial.yaml`.
 *
 * @throws RagError CONFIG_NOT_FOUND, CONFIG_INVALID (every problem in `details.problems`), NAME_UNKNOWN, MODULE_INVALID
 */
export async function loadConfig(request: ConfigRequest): Promise<Config> {
  const { file, settings } = readSettings(request);
  const inputFolder = file === null ? request.cwd : dirname(file.path);
  const problems: Problem[] = unknownTopLevelKeys(settings);
  const complete = withInherited(settings, SECTIONS);
  const parts: Partial<Record<SectionName, PartChoice | null>> = {};
  for (const section of SECTIONS) {
    parts[section.name] = null;
    if (section.inherits !== undefined && !isMentioned(section, settings)) continue;
    const entry = await entryOf(section, complete, inputFolder);
    problems.push(...problemsOfSection(section, entry, complete));
    parts[section.name] = { section: section.name, entry, options: splitSection(section, complete).options };
  }
  const written = plainSettings(settings);
  problems.push(...problemsOf(() => PLAIN.parse(written), '', settings, { names: PLAIN_NAMES }));
  if (problems.length > 0) throw configInvalid(problems);
  const plain = PLAIN.parse(written);
  // Proof of the cast: the loop above visits every section, SECTIONS holds every SectionName, and only optional ones inherit.
  const chosen = parts as Parts;
  return {
    file,
    root: file?.root ?? request.cwd,
    inputFolder,
    settings,
    own: ownSettings(complete),
    plain,
    parts: chosen,
    metrics: await metricChoices({
      first: chosen.metric,
      others: plain.evaluation.metrics,
      settings,
      folder: inputFolder,
    }),
  };
}

/** The merged settings, not yet checked. */
export function readSettings({ config, environment, cwd, flags, report }: ConfigRequest): {
  file: ConfigFile | null;
  settings: Layer;
} {
  const file = discoverConfig(config, environment.RAG_CONFIG, cwd);
  const defaults = presetConfig('tutorial', cwd);
  const layers = [
    withDefaultOrigin(readConfigFile(defaults.path, defaults.shownAs)),
    file === null ? new Map() : readConfigFile(file.path, file.shownAs),
    environmentLayer(environment, report),
    flags,
  ];
  return { file, settings: mergeLayers(layers, SECTIONS) };
}

/** The tutorial's numbers are the built-in defaults, and are shown as such. */
function withDefaultOrigin(layer: Layer): Layer {
  return new Map([...layer].map(([key, { value }]) => [key, { value, origin: { type: 'default' } }]));
}

async function entryOf(section: Section, settings: Layer, folder: string): Promise<Entry<unknown, never>> {
  const use = settings.get(`${section.name}.use`);
  return resolveEntry({ registry: section.registry, key: `${section.name}.use`, setting: use, folder });
}

/** A plain key's own value if it has one, else what stands below it. */
function plainSettings(settings: Layer): Record<string, unknown> {
  const below = PLAIN_KEYS.map((key) => [key, settingsBelow(settings, key)] as const);
  const nested = below.filter(([, values]) => Object.keys(values).length > 0);
  const direct = [...settings].filter(([key]) => PLAIN_KEYS.includes(key)).map(([key, { value }]) => [key, value]);
  return Object.fromEntries([...nested, ...direct]);
}

function ownSettings(settings: Layer): OwnSettings {
  const parsed = SECTIONS.map(
    (section) => [section.name, section.own.parse(splitSection(section, settings).own)] as const,
  );
  // Proof of the cast: each section's own keys were parsed by the schema OwnSettings is derived from.
  return Object.fromEntries(parsed) as unknown as OwnSettings;
}
