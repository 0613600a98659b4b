import { type Fields, isFields, type JsonValue } from '../core/fields.ts';
import type { ReportRun } from '../core/report.ts';
import { isList } from '../python/value.ts';

const RELEVANT = /^(languageModel|judgeModel|adapter|retriever|program|metric|evaluation\.(metrics|repeat)|prices)\b/;
const ABOUT_SERVERS = /\.(baseUrl|apiKey|timeoutSeconds|waitReadySeconds|retries|cache)$/;

/**
 * Settings that rows depend on: not how fast they are made, and not what the digests of programs, questions and index tell. Modules of
 * the user's own are named without their folders, which differ between machines; their digests are settings of their own.
 */
export function rowSettings({ settings }: Pick<ReportRun, 'settings'>): Fields {
  const relevant = Object.entries(settings).filter(([key]) => RELEVANT.test(key) && !ABOUT_SERVERS.test(key));
  return Object.fromEntries(relevant.map(([key, value]) => [key, withoutFolders(value)]));
}

function withoutFolders(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(withoutFolders);
  if (isFields(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutFolders(item)]));
  return typeof value === 'string' && /[/\\][^/\\]*\.[cm]?js$/.test(value) ? value.replace(/^.*[/\\]/, '') : value;
}
