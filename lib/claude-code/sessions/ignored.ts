/** What is made again from what is kept, and what tools lay down for themselves. */
const NAMES = new Set([
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.cache',
  '.npm',
  '.pytest_cache',
  '.mypy_cache',
  '.tox',
  '.gradle',
  '.DS_Store',
]);

/** Whether a file or folder of this name is no part of a session's workspace. */
export const isIgnored = (name: string): boolean => NAMES.has(name);
