import type { Command } from 'commander';
import type { Artifact } from '../../core/artifact.ts';
import { isFields } from '../../core/fields.ts';
import { type Program, stateOf } from '../../core/program.ts';
import { defaultDescription } from '../../core/signature.ts';
import { type SavedIndex, savedIndex } from '../../formats/saved-index.ts';
import { type LanguageModelHints, languageModelHints } from '../../formats/saved-language-model.ts';
import { describeProgram, type PredictorDescription } from '../../pipelines/describe-program.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { ADAPTER } from '../common-flags.ts';
import { openArtifact } from '../load-program.ts';
import { columns } from '../output/columns.ts';
import { indented, questionOf, sizeText } from '../output/program-text.ts';
import { addSettingFlags } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS = [ADAPTER];

export function configure(command: Command): void {
  command.argument('<program>', 'compiled program: a path, or a name in the artifacts folder');
  addSettingFlags(command, FLAGS);
}

/** Shows what is in the file of a compiled program: `pipelines/describe-program.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const [file = ''] = invocation.arguments;
    const { program, artifact, path } = await openArtifact(file, wiring);
    const predictors = describeProgram(program, artifact.state, await wiring.adapter()).map((described) => ({
      ...described,
      languageModel: languageModelHints(stateOf(artifact.state, described.name)),
    }));
    const { name, retrievers } = program;
    const index = savedIndex(artifact);
    const data = { path, program: name, dspy: dspyVersion(artifact), index, retrievers, predictors };
    context.emit({ data, text: textOf(data) });
  });
}

/** The version of DSPy the file says it is for; null when it says none. */
function dspyVersion({ metadata }: Artifact): string | null {
  const { dependency_versions: versions } = metadata;
  return isFields(versions) && typeof versions.dspy === 'string' ? versions.dspy : null;
}

interface Predictor extends PredictorDescription {
  readonly languageModel: LanguageModelHints | null;
}

interface Data {
  readonly path: string;
  readonly program: string;
  readonly dspy: string | null;
  /** The one it was compiled on. */
  readonly index: SavedIndex | null;
  readonly retrievers: Program['retrievers'];
  readonly predictors: readonly Predictor[];
}

function textOf({ path, program, dspy, index, retrievers, predictors }: Data): string {
  const heading = [
    `${path}  program ${program}, written for DSPy ${dspy ?? '(no version)'}`,
    ...Object.entries(retrievers).map(([name, { k }]) => `${name}  ${counted(k, 'passage')}`),
    ...(index === null ? [] : [`compiled on index ${index.digest} of collection "${printable(index.collection)}"`]),
  ].join('\n');
  return [heading, ...predictors.map(predictorText)].join('\n\n');
}

function predictorText({ name, instructions, fields, demos, sizes, languageModel }: Predictor): string {
  const bootstrapped = demos.filter(({ kind }) => kind === 'bootstrapped').length;
  return [
    name,
    '  instructions',
    indented(printable(instructions), 4),
    '  fields',
    indented(columns(fields.map(fieldRow)), 4),
    `  demos: ${bootstrapped} bootstrapped, ${demos.length - bootstrapped} labeled`,
    ...(demos.length === 0
      ? []
      : [indented(columns(demos.map((demo) => [demo.kind, sizeText(demo.size), questionOf(demo.fields)])), 4)]),
    ...(languageModel === null
      ? []
      : [`  saved with the language model ${printable(languageModel.model ?? 'of no name')}, which is not used`]),
    `  prompt without inputs: ${sizeText(sizes.total)}`,
    indented(columns((['system', 'demos', 'request'] as const).map((part) => [part, sizeText(sizes[part])])), 4),
  ].join('\n');
}

function fieldRow({ role, name, type, description }: Predictor['fields'][number]): readonly string[] {
  return [role, name, description === defaultDescription(name) ? type : `${type}  ${printable(description)}`];
}
