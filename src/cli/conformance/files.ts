import { z } from 'zod';
import { chatAdapter } from '../../adapters/chat-adapter.ts';
import { type Fields, isFields } from '../../core/fields.ts';
import type { Predictor } from '../../core/predictor.ts';
import { type Program, stateOf } from '../../core/program.ts';
import { decodeArtifact, encodeArtifact } from '../../formats/dspy-state.ts';
import { type Area, type Check, outcomeOf } from './area.ts';
import { readCases } from './cases.ts';
import { recordedSignature, signatureOf } from './recorded-signature.ts';

const predictors = z.record(z.string(), recordedSignature);
const fileCase = z.strictObject({
  file: z.string(),
  predictors,
  asked: z.string(),
  inputs: z.custom<Fields>(isFields, 'expected an object'),
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
});

export type FileCase = z.infer<typeof fileCase>;
export { fileCase };

export const files: Area = {
  name: 'files',
  description: 'programs saved by four versions of DSPy and by rag: written again byte for byte, and asking the same',
  check: async (vectors) => {
    const checks: Check[] = [];
    for (const one of await readCases(vectors, 'files/cases.json', fileCase)) {
      const text = await vectors.read(`files/${one.file}`);
      checks.push({
        name: `${one.file}, written again`,
        expected: text,
        found: outcomeOf(() => writtenAgain(one, text)),
      });
      checks.push({
        name: `${one.file}, messages`,
        expected: one.messages,
        found: outcomeOf(() => messages(one, text)),
      });
    }
    return checks;
  },
};

function writtenAgain(one: FileCase, text: string): string {
  const program = programOf(one);
  return encodeArtifact(decodeArtifact(text, program), program);
}

function messages(one: FileCase, text: string): unknown {
  const { state } = decodeArtifact(text, programOf(one));
  const { signature, demos } = stateOf(state, attributeOf(one.asked));
  return chatAdapter().format(signature, demos, one.inputs).messages;
}

/** The program in Python whose parameters have these paths. */
export function programOf({ predictors: recorded }: Pick<FileCase, 'predictors'>): Program {
  const entries = Object.entries(recorded).map(([path, one]): [string, Predictor] => [
    attributeOf(path),
    { signature: signatureOf(one), innerPath: path.endsWith('.predict') ? 'predict' : '' },
  ]);
  return {
    name: 'saved',
    predictors: Object.fromEntries(entries),
    retrievers: {},
    forward: async (inputs) => inputs,
  };
}

/** `generate_answer.predict` is the predictor called `generate_answer`. */
function attributeOf(path: string): string {
  return path.replace(/\.predict$/, '');
}
