import { environment } from '../../config/environment.ts';
import { loadConfig, validateFile } from '../../config/load-config.ts';
import { maskConfig } from '../../config/mask.ts';
import { presets } from '../../config/presets.ts';
import type { Problem, Verdict } from '../../config/problem.ts';
import { resolveConfig } from '../../config/resolve-config.ts';
import { jsonSchema } from '../../config/schema/json-schema.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';

export function validate(output: Output, file: string, strict: boolean): number {
  const verdict = validateFile(file, environment.lookup);
  if (output.isJson) output.json(verdict);
  else output.data([...linesOf(verdict), verdictOn(file, verdict)].join('\n'));
  const counts = strict ? verdict.warnings.length : 0;
  return verdict.valid && counts === 0 ? 0 : 1;
}

const linesOf = ({ errors, warnings }: Verdict): readonly string[] => [
  ...errors.map((problem) => `error: ${inWords(problem)}`),
  ...warnings.map((problem) => `warning: ${inWords(problem)}`),
];

const verdictOn = (file: string, { valid }: Verdict) =>
  `${file} is ${valid ? 'valid' : 'not valid'}.`;

export const inWords = ({ path, message, suggestion }: Problem): string =>
  [path && `${path}:`, message, suggestion && `(${suggestion})`].filter(Boolean).join(' ');

export const schema = (output: Output): void => output.json(jsonSchema());

export function show(output: Output, file: string): void {
  const { config } = loadConfig(file, environment.lookup);
  output.json(maskConfig(resolveConfig(config, environment.lookup)));
}

export function listPresets(output: Output): void {
  const lines = presets.map(({ name, description, needs }) => ({ name, description, needs }));
  const rows = lines.map((line) => [line.name, line.description, line.needs.join(', ') || '-']);
  if (output.isJson) output.json({ presets: lines });
  else output.data(table(['preset', 'what it is for', 'what it needs'], rows));
}
