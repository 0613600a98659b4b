import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/events.ts';
import { hubOptions } from '../../src/sources/hub-options.ts';
import { rowSource } from '../../src/sources/row-source.ts';
import { closedInput } from '../fakes/closed-input.ts';
import { hubServer } from '../fakes/hub-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fieldsOf } from './reading.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();

describe('rowSource', () => {
  it('reads files of this machine', async () => {
    await folder.write('a.jsonl', '{"n": 1}');
    const source = rowSource({ hub: hubOptions({}, folder.path), folder: folder.path, standardInput: closedInput });

    const { rows } = await source.open({ type: 'files', paths: ['a.jsonl'], columns: null, limit: null }, signal);

    expect(await fieldsOf(rows)).toEqual([{ n: 1 }]);
  });

  it('reads data sets of the hub, and reports to whoever made it', async () => {
    await folder.write('hub/owner/name/a.jsonl', '{"n": 1}');
    const server = await hubServer(`${folder.path}/hub`);
    const hub = hubOptions({ HF_ENDPOINT: server.url }, folder.path);
    const events: ProgressEvent[] = [];
    const source = rowSource({
      hub,
      folder: folder.path,
      standardInput: closedInput,
      report: (event) => events.push(event),
    });

    const { revision, rows } = await source.open(
      {
        type: 'hub',
        repository: 'owner/name',
        revision: 'main',
        files: { path: 'a.jsonl' },
        columns: null,
        limit: null,
      },
      signal,
    );

    expect(await fieldsOf(rows)).toEqual([{ n: 1 }]);
    expect(revision).toBe(server.commitOf('owner/name'));
    expect(events).toEqual([
      { type: 'stage-start', stage: 'download a.jsonl', total: 8, unit: 'bytes' },
      { type: 'stage-advance', stage: 'download a.jsonl', by: 8 },
      { type: 'stage-end', stage: 'download a.jsonl' },
    ]);
    await server.close();
  });
});
