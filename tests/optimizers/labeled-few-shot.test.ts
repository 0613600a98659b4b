import { describe, expect, test } from 'vitest';
import { initialState, stateOf } from '../../src/core/program.ts';
import { labeledFewShot } from '../../src/optimizers/labeled-few-shot.ts';
import { rag } from '../../src/programs/rag.ts';
import { quizTask } from '../fakes/quiz.ts';

const program = rag({ k: 3 });

describe('labeledFewShot', () => {
  test('shows whole records of the trainset, bookkeeping columns too, and asks nobody', async () => {
    const task = quizTask(program);
    const fields = { question: 'Who?', answer: 'me', dspy_uuid: 'u', dspy_split: 'train' };
    const trainset = [{ id: 'a', fields, inputKeys: ['question'] }];

    const compiled = await labeledFewShot({ k: 16, sample: true }).compile({ ...task, trainset });

    const { signature } = stateOf(initialState(program), 'generate_answer');
    expect(compiled).toEqual({
      state: { generate_answer: { signature, demos: [fields], extra: {} } },
      attempts: [],
      candidates: [],
    });
    expect(task.calls).toEqual([]);
  });

  test('refuses an empty trainset', async () => {
    const compiled = labeledFewShot({ k: 4, sample: true }).compile(quizTask(program, { count: 0 }));

    await expect(compiled).rejects.toMatchObject({ code: 'TRAINSET_EMPTY' });
  });
});
