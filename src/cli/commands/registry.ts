import type { CommandEntry } from '../command.ts';

/** The commands in the order of a first use; a module is loaded when its command is used. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'index', summary: 'fill the vector store from a corpus', load: () => import('./rag-index.ts') },
  {
    name: 'compile',
    summary: 'improve the program with training examples and save it',
    load: () => import('./rag-compile.ts'),
  },
  { name: 'eval', summary: 'score programs on questions', load: () => import('./rag-eval.ts') },
  {
    name: 'report',
    summary: 'show, convert, compare and judge saved evaluations',
    load: () => import('./rag-report.ts'),
  },
  { name: 'search', summary: 'show what a question finds', load: () => import('./rag-search.ts') },
  { name: 'run', summary: 'answer a question', load: () => import('./rag-run.ts') },
  { name: 'prompt', summary: 'print what the language model would be sent', load: () => import('./rag-prompt.ts') },
  { name: 'show', summary: 'show what a compiled program holds', load: () => import('./rag-show.ts') },
  { name: 'diff', summary: 'compare two compiled programs', load: () => import('./rag-diff.ts') },
  { name: 'lint', summary: 'look for what should not be in a compiled program', load: () => import('./rag-lint.ts') },
  { name: 'data', summary: 'show which examples are trained and evaluated on', load: () => import('./rag-data.ts') },
  {
    name: 'conformance',
    summary: 'check this installation against recordings of Python DSPy',
    load: () => import('./rag-conformance.ts'),
  },
  { name: 'config', summary: 'show and check the configuration', load: () => import('./rag-config.ts') },
];
