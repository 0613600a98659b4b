import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { configWithoutServers } from './config-without-servers.ts';
import { runRag } from './run-rag.ts';

const folder = temporaryFolder();

/** `rag index` on a file, without any server: exit code, and what it says. */
async function index(name: string, data: string | Uint8Array, ...args: readonly string[]) {
  await folder.write(name, data);
  await folder.write('rag.config.yaml', configWithoutServers(`{ use: files, paths: [${name}] }`));
  const { code, stdout, stderr } = await runRag(['index', '--json', ...args], { cwd: folder.path });
  const { data: report, error, warnings } = JSON.parse(stdout);
  const told = stderr.slice(Math.max(0, stderr.indexOf('error '))).replaceAll(folder.path, 'FOLDER');
  return { code, report, error: error === null ? null : told.trimEnd(), warnings };
}

const OR = '         correct it, or leave out up to ten like it:  rag index --max-failures 10';

describe('rag index, on rows that cannot be used', () => {
  const BAD_JSON = '{"text": "sun"}\n{"text": "moon"\n["star"]\n{"text": 7}\n{"title": "t"}\n{"text": "sea"}\n';

  it('ends at the first one, with its file and line', async () => {
    expect(await index('a.jsonl', BAD_JSON)).toMatchObject({
      code: 3,
      error: `error ROW_INVALID  a.jsonl:2 is not JSON: expected "," or "}", found the end of the text at column 16
  hint   each line must be one complete JSON object; a file with one list of objects must be named .json\n${OR}`,
    });
  });

  it('leaves out as many as allowed, and lists them', async () => {
    const { code, report, warnings } = await index('a.jsonl', BAD_JSON, '--max-failures', '4');

    expect(code).toBe(0);
    expect(report).toMatchObject({
      documents: 2,
      stored: 2,
      failed: 4,
      failures: [
        {
          origin: 'a.jsonl:2',
          code: 'ROW_INVALID',
          message: 'a.jsonl:2 is not JSON: expected "," or "}", found the end of the text at column 16',
        },
        {
          origin: 'a.jsonl:3',
          code: 'ROW_INVALID',
          message: 'a.jsonl:3 is a list, expected an object with named values',
        },
        {
          origin: 'a.jsonl:4',
          code: 'ROW_INVALID',
          message: 'a.jsonl:4 has a number in column "text", expected text',
        },
        { origin: 'a.jsonl:5', code: 'ROW_INVALID', message: 'a.jsonl:5 has no column "text"; it has "title"' },
      ],
    });
    expect(warnings.map((warning: { code: string }) => warning.code)).toEqual(Array(4).fill('ROW_SKIPPED'));
  });

  it('ends with exit code 7 at one more', async () => {
    expect(await index('a.jsonl', BAD_JSON, '--max-failures', '3')).toMatchObject({
      code: 7,
      error: `error TOO_MANY_FAILURES  more than 3 rows could not be indexed, the last: a.jsonl:5 has no column "text"; it has "title"
  hint   correct them, or leave out more:  rag index --max-failures 100`,
    });
  });

  it('does the same for CSV', async () => {
    const csv = 'id,text\n1,sun\n2,moon,more\n3,"star\n4,sea\n';

    expect(await index('a.csv', csv)).toMatchObject({
      code: 3,
      error: `error ROW_INVALID  a.csv:3 has 3 values, the header 2 columns
  hint   quote values that hold the separator, a quotation mark or a line break\n${OR}`,
    });
    expect(await index('a.csv', csv, '--max-failures', '50%')).toMatchObject({
      code: 0,
      report: { documents: 2, failed: 2, failures: [{ origin: 'a.csv:3' }, { origin: 'a.csv:4' }] },
    });
  });

  it('F-39: passes over rows without a text, and counts them', async () => {
    const rows = '{"text": "sun"}\n{"text": ""}\n{"text": "  \\n"}\n{"text": null}\n';

    expect(await index('a.jsonl', rows)).toMatchObject({ code: 0, report: { documents: 1, empty: 3, failed: 0 } });
  });

  it('F-39: refuses a corpus without any text', async () => {
    expect(await index('a.jsonl', '{"text": ""}\n{"text": " "}\n')).toMatchObject({
      code: 3,
      error: 'error CORPUS_EMPTY  nothing to index in the corpus "files": it has no documents',
    });
  });

  it('F-41: repairs bytes that are not UTF-8, NUL and half characters, and says where', async () => {
    const rows = Buffer.from(
      '{"text": "sun"}\n{"text": "caf\xe9"}\n{"text": "a\\u0000b"}\n{"text": "\\ud83d!"}\n',
      'latin1',
    );

    expect(await index('a.jsonl', rows)).toMatchObject({
      code: 0,
      report: { documents: 4, failed: 0 },
      warnings: [
        {
          code: 'TEXT_REPAIRED',
          message:
            'a.jsonl:2 and 2 more places held bytes that are not UTF-8, or characters that are not text: replaced by U+FFFD, NUL removed',
        },
      ],
    });
  });

  it('F-38: names documents that have the id of another', async () => {
    const rows = '{"id": "a", "text": "sun"}\n{"id": "b", "text": "moon"}\n{"id": "a", "text": "star"}\n';

    expect(await index('a.jsonl', rows)).toMatchObject({
      code: 0,
      report: { documents: 3, repeatedDocuments: 1, stored: 3 },
      warnings: [
        {
          code: 'DOCUMENT_REPEATED',
          message: '1 document with the id of one before ("a" at a.jsonl:3): searches cannot tell them apart',
        },
      ],
    });
  });
});

describe('rag eval, on rows that cannot be used', () => {
  it('ends at the first one, with its file and line', async () => {
    await folder.write('dev.jsonl', '{"question": "Q?", "answer": "A"}\n{"question": "Q?"\n');

    await runRag(['index', '--config', 'offline'], { cwd: folder.path });

    const { code, stderr } = await runRag(['eval', '--config', 'offline', '--dev-file', 'dev.jsonl'], {
      cwd: folder.path,
    });

    expect(code).toBe(3);
    expect(stderr.replaceAll(folder.path, 'FOLDER')).toContain(
      'error ROW_INVALID  FOLDER/dev.jsonl:2 is not JSON: expected "," or "}", found the end of the text at column 18',
    );
  });
});
