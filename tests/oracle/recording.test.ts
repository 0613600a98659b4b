import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RecordedExchange, readRecording, recordingNames, replyText, requestBody } from './recording.ts';

const scenarios = readdirSync(new URL('scenarios/', import.meta.url)).map((file) => basename(file, '.json'));

describe('recordingNames', () => {
  it('has each scenario with both versions and nothing else', () => {
    const expected = scenarios.flatMap((name) => [`${name}.3.0.4`, `${name}.3.3.1`]);

    expect(recordingNames()).toEqual(expected.sort());
  });
});

describe('requestBody', () => {
  it('writes the messages out', () => {
    const recording = readRecording('one-passage.3.0.4');
    const [exchange] = recording.compile.exchanges;

    expect(requestBody(recording, firstOf(exchange))).toMatchInlineSnapshot(`
      {
        "max_tokens": 256,
        "messages": [
          {
            "content": "Your input fields are:
      1. \`context\` (str): 
      2. \`question\` (str):
      Your output fields are:
      1. \`reasoning\` (str): 
      2. \`answer\` (str):
      All interactions will be structured in the following way, with the appropriate values filled in.

      [[ ## context ## ]]
      {context}

      [[ ## question ## ]]
      {question}

      [[ ## reasoning ## ]]
      {reasoning}

      [[ ## answer ## ]]
      {answer}

      [[ ## completed ## ]]
      In adhering to this structure, your objective is: 
              Given the fields \`context\`, \`question\`, produce the fields \`answer\`.",
            "role": "system",
          },
          {
            "content": "[[ ## context ## ]]
      «Kettle Sound | Kettle Sound is the strait that separates Great Corva from Little Corva.»

      [[ ## question ## ]]
      What is the whirlpool in Kettle Sound called?

      Respond with the corresponding output fields, starting with the field \`[[ ## reasoning ## ]]\`, then \`[[ ## answer ## ]]\`, and then ending with the marker for \`[[ ## completed ## ]]\`.",
            "role": "user",
          },
        ],
        "model": "gemma-3-4b-it",
        "temperature": 0.1,
      }
    `);
  });

  it('tells the request of the JSON adapter by its response format', () => {
    const recording = readRecording('json-fallback.3.0.4');
    const exchange = recording.compile.exchanges[1];

    expect(firstOf(exchange).parameters).toEqual({
      model: 'gemma-3-4b-it',
      max_tokens: 256,
      temperature: 0.1,
      response_format: { type: 'json_object' },
    });
  });
});

describe.each(recordingNames())('%s', (name) => {
  const recording = readRecording(name);
  const exchanges = [...recording.compile.exchanges, ...recording.evaluate.exchanges];

  it('refers only to texts it has', () => {
    const contents = exchanges.flatMap((exchange) => messageContents(requestBody(recording, exchange)));
    const replies = exchanges.filter(({ reply }) => reply.text !== null);

    expect(contents.filter((content) => content === undefined)).toEqual([]);
    expect(replies.filter((exchange) => replyText(recording, exchange) === null)).toEqual([]);
  });

  it('has passages for every question', () => {
    const questions = [...recording.trainset, ...recording.devset].map((row) => row.question ?? '');

    expect(questions.filter((question) => recording.passages[question]?.length !== recording.k)).toEqual([]);
  });

  it('has the results of each part that ended without an error', () => {
    const { compile, evaluate } = recording;

    expect(compile.saved === undefined).toBe(compile.error !== null);
    expect(evaluate.rows?.length).toBe(evaluate.error === null ? recording.devset.length : undefined);
  });
});

function firstOf(exchange: RecordedExchange | undefined): RecordedExchange {
  if (exchange === undefined) throw new Error('the recording has no such exchange');
  return exchange;
}

function messageContents(body: Record<string, unknown>): unknown[] {
  const { messages } = body;
  return Array.isArray(messages) ? messages.map((message) => message.content) : [undefined];
}
