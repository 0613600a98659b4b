import { RagError } from '../core/errors.ts';
import { GATE_TYPES, type Gate } from '../core/gate.ts';
import { closestName } from '../text/closest-name.ts';

/** A gate as it was asked for: the metric may be left out, which stands for the first one. */
export type GateRequest =
  | Exclude<Gate, { readonly type: 'min-score' }>
  | (Omit<Extract<Gate, { readonly type: 'min-score' }>, 'metric'> & { readonly metric: string | null });

/**
 * Reads what stands after `--gate`: `min-score:40`, `min-score:answer_f1=55`, `max-failures:3`, `max-failures:5%`, `no-regression`,
 * `no-regression:2`.
 *
 * @throws RagError USAGE_INVALID; `flag` is what the user typed, for the message
 */
export function parseGate(text: string, flag: string): GateRequest {
  const [name = '', ...rest] = text.split(':');
  const value = rest.join(':');
  const type = GATE_TYPES.find((known) => known === name);
  if (type === undefined) throw unknownGate(name, flag);
  if (type === 'no-regression') return { type, points: value === '' && rest.length === 0 ? 0 : numberIn(value, flag) };
  return type === 'min-score' ? minScore(value, flag) : maxFailures(value, flag);
}

function minScore(value: string, flag: string): GateRequest {
  const at = value.lastIndexOf('=');
  const percent = numberIn(value.slice(at + 1).replace(/ ?%$/, ''), flag);
  // A bar of 0.4 % would be passed by anything: whoever writes it means 40 %.
  if (percent > 0 && percent < 1) {
    throw new RagError('USAGE_INVALID', `${flag}: scores are in percent, ${percent} would be ${percent} %`, {
      hint: `${100 * percent} for ${100 * percent} %`,
    });
  }
  return { type: 'min-score', metric: at < 0 ? null : value.slice(0, at), percent };
}

function maxFailures(value: string, flag: string): GateRequest {
  const unit = value.endsWith('%') ? 'percent' : 'rows';
  const limit = numberIn(value.replace(/ ?%$/, ''), flag, unit === 'percent' ? 100 : Number.MAX_SAFE_INTEGER);
  if (unit === 'rows' && !Number.isInteger(limit)) {
    throw new RagError('USAGE_INVALID', `${flag}: expected a number of questions or a percentage, found "${value}"`);
  }
  return { type: 'max-failures', limit, unit };
}

function numberIn(text: string, flag: string, most = 100): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new RagError('USAGE_INVALID', `${flag}: expected a number from 0 to ${most}, found "${text}"`);
}

function unknownGate(name: string, flag: string): RagError {
  const near = closestName(name, GATE_TYPES);
  return new RagError('USAGE_INVALID', `${flag}: there is no gate "${name}"`, {
    hint: near === null ? `there are: ${GATE_TYPES.join(', ')}` : `did you mean ${near}?`,
  });
}
