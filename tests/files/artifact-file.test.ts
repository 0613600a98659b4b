import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findArtifact, readArtifact } from '../../src/files/artifact-file.ts';

let folder = '';
let artifacts = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'artifact-file-'));
  artifacts = join(folder, 'artifacts');
  await mkdir(artifacts);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('findArtifact', () => {
  it('takes a path as it is given before it looks into the folder', async () => {
    const path = join(folder, 'a.json');
    await writeFile(path, '{}');
    await writeFile(join(artifacts, 'a.json'), '{}');

    expect(await findArtifact(path, artifacts)).toBe(path);
  });

  it('looks into the folder, with and without .json', async () => {
    await writeFile(join(artifacts, 'compiled_rag_v1.json'), '{}');

    expect(await findArtifact('compiled_rag_v1.json', artifacts)).toBe(join(artifacts, 'compiled_rag_v1.json'));
    expect(await findArtifact('compiled_rag_v1', artifacts)).toBe(join(artifacts, 'compiled_rag_v1.json'));
  });

  it('names the artifacts there are, nearest first', async () => {
    for (const name of ['other.json', 'compiled_rag_v1.json', 'compiled_rag_v1.provenance.json', 'notes.txt']) {
      await writeFile(join(artifacts, name), '{}');
    }

    await expect(findArtifact('compiled_rag_v2', artifacts)).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_FOUND',
      message: 'there is no artifact compiled_rag_v2',
      hint: 'there are: compiled_rag_v1.json, other.json',
    });
  });

  it('says how to make one when there is none', async () => {
    await expect(findArtifact('a', join(folder, 'missing'))).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_FOUND',
      message: 'there is no artifact a',
      hint: 'make one:  rag compile',
    });
  });

  it('refuses a pickled program and says what to save instead', async () => {
    const path = join(artifacts, 'whole');
    await mkdir(path);
    await writeFile(join(path, 'program.pkl'), 'x');

    await expect(findArtifact('whole', artifacts)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: `${path} is a program saved as pickled Python code, which is never loaded`,
      hint: 'in Python save its state instead:  program.save("program.json", save_program=False)',
    });
  });

  it('refuses a folder', async () => {
    await expect(findArtifact(artifacts, artifacts)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: `${artifacts} is a folder`,
    });
  });
});

describe('readArtifact', () => {
  it('gives the text without a byte order mark', async () => {
    const path = join(folder, 'a.json');
    await writeFile(path, '\uFEFF{"é": "🎉"}');

    expect(await readArtifact(path)).toBe('{"é": "🎉"}');
  });

  it('refuses bytes that are not UTF-8', async () => {
    const path = join(folder, 'a.json');
    await writeFile(path, Buffer.from([0x80, 0x04, 0x95]));

    await expect(readArtifact(path)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: `${path} is not UTF-8 text`,
    });
  });

  it('refuses a file over the limit before it reads it', async () => {
    const path = join(folder, 'a.json');
    await writeFile(path, 'x'.repeat(11));

    await expect(readArtifact(path, { maxBytes: 10 })).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: `${path} has 11 bytes, more than the 10 of any artifact`,
    });
  });

  it('says that a file is missing', async () => {
    const path = join(folder, 'a.json');

    await expect(readArtifact(path)).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_FOUND',
      message: `there is no artifact ${path}`,
    });
  });

  it('refuses a folder', async () => {
    await expect(readArtifact(artifacts)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: `${artifacts} is a folder`,
    });
  });

  it.skipIf(process.platform === 'win32')('refuses a device, and does not wait on a pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);

    await expect(readArtifact(pipe)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: `${pipe} is not a regular file`,
    });
  });
});
