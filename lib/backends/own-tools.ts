import type { Options } from './option-keys.ts';

/** Which of its maker's own tools a configuration switches on; MassGen has two names for running code. */
export const ownTools = (options: Options) => ({
  search: options['enable_web_search'] === true,
  code: options['enable_code_execution'] === true || options['enable_code_interpreter'] === true,
});
