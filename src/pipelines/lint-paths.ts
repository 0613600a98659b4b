import type { Finding, LintRule } from './lint-program.ts';
import type { SavedText } from './saved-texts.ts';

/** Paths of the machine the file was made on, which tell names of users and projects and mean nothing elsewhere. */
export const absolutePaths: LintRule = ({ texts }) => texts.flatMap((saved) => pathIn(saved) ?? []);

/** In any text: below a home folder, or a file URL. */
const PRIVATE_PATH = /(?:\/home\/|\/Users\/|\/root\/|\b[A-Z]:\\Users\\|\bfile:\/\/\/)[^\s"'<>),;]*/;
/** As a whole value outside of prompts. */
const PATH = /^(?:\/[\w.-]+\/\S*|[A-Za-z]:[\\/]\S*|\\\\\w\S*)$/;

function pathIn({ place, text, isShown }: SavedText): Finding | null {
  const found = PRIVATE_PATH.exec(text)?.[0] ?? (isShown ? undefined : PATH.exec(text)?.[0]);
  if (found === undefined) return null;
  return { code: 'PATH_FOUND', severity: 'warning', place, message: `names the path ${found}` };
}
