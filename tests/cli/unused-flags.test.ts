import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.ts';
import { COMMANDS } from '../../src/cli/commands/registry.ts';
import { RagError } from '../../src/core/errors.ts';

const parse = (...argv: string[]) => parseCommandLine(argv, { commands: COMMANDS, version: '0', width: 80 });

const refusal = async (...argv: string[]) => {
  const error = await parse(...argv).catch((thrown: unknown) => thrown);
  return error instanceof RagError ? [error.code, error.message, error.hint] : null;
};

/** What the first argument chooses between. */
const actionsOf = ({ registeredArguments: [first] }: Command) =>
  first?.variadic === true ? [] : (first?.argChoices ?? []);

describe('unusedFlags', () => {
  it('is known of every action', async () => {
    const common = ['--config', '--set', '--json', '--verbose', '--quiet'];
    const used: Record<string, string> = {};
    for (const { name, load } of COMMANDS) {
      const { configure, unusedFlags } = await load();
      const command = new Command(name);
      configure(command);
      const flags = [...common, ...command.options.flatMap(({ long }) => long ?? [])];
      for (const action of actionsOf(command)) {
        const unused = unusedFlags?.get(action)?.flags ?? [];
        expect(flags).toEqual(expect.arrayContaining([...unused]));
        used[`${name} ${action}`] = flags.filter((flag) => !unused.includes(flag)).join(' ');
      }
    }

    expect(used).toMatchInlineSnapshot(`
      {
        "config schema": "--json --verbose --quiet",
        "config show": "--config --set --json --verbose --quiet --origin",
        "config validate": "--config --set --json --verbose --quiet",
        "data show": "--config --set --json --verbose --quiet --train-file --dev-file --train --train-seed --dev --eval-seed --dataset",
        "eval lock": "--config --set --json --verbose --quiet --program --dev-file --filter --shard --min-score --max-failures --baseline --gate --gate-inconclusive --locked --dev --eval-seed --seed --dataset --metric --collection --store-url --embedding-model --embedding-url --retriever --k",
        "eval merge": "--json --verbose --quiet --rows --output --min-score --max-failures --baseline --gate --gate-inconclusive --locked",
      }
    `);
  });

  it('are refused with what to type', async () => {
    expect(await refusal('eval', 'lock', '-o', 'mine.lock.json')).toMatchInlineSnapshot(`
      [
        "USAGE_INVALID",
        "rag eval lock makes no use of --output",
        "the lock file is named without a flag:  rag eval lock eval.lock.json",
      ]
    `);
    expect(await refusal('eval', 'lock', '--repeat', '3', '--rows')).toMatchInlineSnapshot(`
      [
        "USAGE_INVALID",
        "rag eval lock makes no use of --rows, --repeat",
        "only of use in:  rag eval --rows --repeat <n>",
      ]
    `);
    expect(await refusal('eval', 'merge', 'a.json', '--no-times', '--dev', '3')).toMatchInlineSnapshot(`
      [
        "USAGE_INVALID",
        "rag eval merge makes no use of --no-times, --dev",
        "only of use in:  rag eval --no-times --dev <n>",
      ]
    `);
    expect(await refusal('config', 'schema', '-c', 'offline')).toMatchInlineSnapshot(`
      [
        "USAGE_INVALID",
        "rag config schema makes no use of --config",
        "only of use in:  rag config show --config <file|preset>",
      ]
    `);
    expect(await refusal('config', 'validate', '--origin')).toMatchInlineSnapshot(`
      [
        "USAGE_INVALID",
        "rag config validate makes no use of --origin",
        "only of use in:  rag config show --origin",
      ]
    `);
  });

  it('are those of the action alone', async () => {
    expect(await refusal('eval', '--dev', '3', '-o', 'a.json', '--no-times', '--repeat', '2')).toBeNull();
    expect(await refusal('eval', 'lock', '--dev', '3', '--shard', '1/2', '--min-score', '4')).toBeNull();
    expect(await refusal('eval', 'merge', 'a.json', '-o', 'b.json', '--rows', '--locked', 'c.json')).toBeNull();
    expect(await refusal('config', 'show', '--origin', '-c', 'offline', '--set', 'a=b')).toBeNull();
    expect(await refusal('run', 'merge', '--k', '3')).toBeNull();
  });
});
