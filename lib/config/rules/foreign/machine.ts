import { isMapping, type Mapping } from '../../config-document.ts';
import { formatPath } from '../../path.ts';
import { type At, agentsIn, everyBackendIn, type Rule } from '../rule.ts';

/** What a key would do to the machine, in words that follow its name; undefined: nothing. */
type Harm = (value: unknown, mapping: Mapping) => string | undefined;

const harms: Readonly<Record<string, Harm>> = {
  cwd: () => 'names a folder of the machine',
  context_paths: () => 'names files of the machine',
  plugins: () => 'runs code on the machine',
  bypassPermissions: () => 'lets an agent do what it likes on the machine',
  permission_mode: (value) =>
    value === 'bypassPermissions' ? 'lets an agent do what it likes on the machine' : undefined,
  allowed_tools: (value, { type }) =>
    type === 'claude_code' && !allOfToolServers(value)
      ? 'lets an agent use tools on the machine unasked'
      : undefined,
};

const allOfToolServers = (value: unknown) =>
  Array.isArray(value) && value.every((name) => String(name).startsWith('mcp__'));

/** A stranger decides what agents say to each other, and nothing about the machine they run on. */
export const leavesTheMachineAlone: Rule = function* ({ filled }) {
  for (const { value, path } of placesIn(filled))
    for (const [key, member] of Object.entries(value)) {
      const harm = Object.hasOwn(harms, key) ? harms[key]?.(member, value) : undefined;
      if (harm)
        yield {
          path: formatPath([...path, key]),
          message: `\`${key}\` ${harm}, which a configuration from outside may not.`,
          suggestion: 'Leave it out.',
        };
    }
};

const placesIn = (config: Mapping): readonly At[] => [
  { value: config, path: [] },
  ...(isMapping(config['orchestrator'])
    ? [{ value: config['orchestrator'], path: ['orchestrator'] }]
    : []),
  ...agentsIn(config),
  ...everyBackendIn(config),
];
