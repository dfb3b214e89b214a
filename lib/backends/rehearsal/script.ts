import { RehearsalScript } from '../../config/schema/rehearsal-script.ts';
import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';

/** Throws `config.invalid` where the script is none. */
export function parseScript(script: Json): RehearsalScript {
  const { success, data, error } = RehearsalScript.safeParse(script);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue?.path.map((step) => `[${String(step)}]`).join('') ?? '';
  throw new Fault('config.invalid', {
    path: `backend.script${place}`,
    problem: issue?.message ?? 'It is no script.',
    suggestion: 'Write one entry for each model call; `massgen config schema` has their form.',
  });
}
