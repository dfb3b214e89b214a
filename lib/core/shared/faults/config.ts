import type { Says } from './says.ts';

/** What is wrong with a command or a configuration. */
export const configFaults = {
  'usage.invalid': (f: { problem: string; hint: string }): Says => [f.problem, f.hint],
  'config.notFound': (f: { file: string }): Says => [
    `There is no configuration file ${f.file}.`,
    'Check the path, or list the built-in teams with `massgen config presets`.',
  ],
  'config.unreadable': (f: { file: string; detail: string }): Says => [
    `${f.file} cannot be read: ${f.detail}`,
    'Mend the file; `massgen config validate FILE` names each place.',
  ],
  'config.invalid': (f: { path: string; problem: string; suggestion: string }): Says => [
    f.path ? `${f.path}: ${f.problem}` : f.problem,
    f.suggestion || 'Run `massgen config validate FILE` to see every problem at once.',
  ],
  'config.unknownPreset': (f: { preset: string; nearest: string }): Says => [
    `There is no preset named ${f.preset}.`,
    `Did you mean ${f.nearest}? \`massgen config presets\` lists them all.`,
  ],
  'config.keyMissing': (f: { agent: string; backend: string; variables: string }): Says => [
    `Agent ${f.agent} needs a key for ${f.backend}, and none is set.`,
    `Set ${f.variables} in the environment, or \`api_key\` in its backend.`,
  ],
  'config.variableMissing': (f: { path: string; name: string }): Says => [
    `${f.path} refers to \${${f.name}}, which is not set.`,
    `Set ${f.name} in the environment.`,
  ],
  'config.backendNotHere': (f: { agent: string; backend: string }): Says => [
    `Agent ${f.agent} needs the backend ${f.backend}, which does not run here.`,
    'Give the agent another backend, or name one under its `fallback`.',
  ],
  'config.notAllowed': (f: { path: string; problem: string; suggestion: string }): Says => [
    f.path ? `${f.path}: ${f.problem}` : f.problem,
    f.suggestion || 'Leave it out.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;
