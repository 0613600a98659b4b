import type { CommandContext, Invocation } from './command.ts';
import type { Layer } from './config/layers.ts';
import { loadConfig } from './config/load.ts';
import { flagLayer, type SettingFlag } from './setting-flags.ts';
import { type Wiring, wire } from './wire.ts';

export interface WiringRequest {
  readonly invocation: Invocation;
  readonly context: CommandContext;
  /** The command's flags that set keys of the configuration. */
  readonly flags: readonly SettingFlag[];
  /** What its arguments set beside them. */
  readonly settings?: Layer;
}

/** Reads the configuration, builds what `use` asks for, and closes it again, whatever happens. */
export async function withWiring<T>(
  { invocation, context, flags, settings = new Map() }: WiringRequest,
  use: (wiring: Wiring) => Promise<T>,
): Promise<T> {
  const { config: named } = invocation.options;
  const config = await loadConfig({
    config: typeof named === 'string' ? named : undefined,
    environment: context.environment,
    cwd: context.cwd,
    flags: new Map([...settings, ...flagLayer(flags, invocation.options, context.cwd)]),
    report: context.report,
  });
  const wiring = wire(config, context);
  try {
    return await use(wiring);
  } finally {
    await wiring.close();
  }
}
