import * as z from 'zod';
import { type Allowance, toForeignTeam } from '../config/foreign-config.ts';
import { nearest } from '../config/nearest.ts';
import { quoted } from '../config/path.ts';
import { presetNamed } from '../config/presets.ts';
import { checkedId } from '../core/context/address.ts';
import type { Question } from '../core/session/start-run.ts';
import { Fault } from '../core/shared/faults.ts';
import { sha256 } from '../core/shared/hash.ts';
import { canonicalJson } from '../core/shared/json.ts';

/** The body of `POST /v1/runs`. Exactly one of `config` and `preset` says who answers. */
const RunBody = z.strictObject({
  question: z.string(),
  config: z.unknown().optional(),
  preset: z.string().optional(),
  sessionId: z.string().optional(),
});

export interface AskedRun extends Omit<Question, 'session' | 'run'> {
  /** Without it: in a new one. */
  readonly session?: string;
  /** The same for the same body, however it was spelt. */
  readonly fingerprint: string;
}

/** Throws `request.invalid`, `session.invalidId` and what `toForeignTeam` throws. */
export function toAskedRun(body: unknown, allowance: Allowance): AskedRun {
  const parsed = RunBody.safeParse(body);
  if (!parsed.success) throw faultOf(parsed.error);
  const { question, config, preset, sessionId } = parsed.data;
  if (question.trim() === '') throw invalid('question', 'The question is empty.', 'Ask something.');
  if ((config === undefined) === (preset === undefined)) throw oneOfTwo();
  const document = preset === undefined ? config : presetNamed(preset).config;
  return {
    question: question.toWellFormed(),
    ...(sessionId !== undefined && { session: checkedId(sessionId) }),
    team: toForeignTeam(document, allowance),
    fingerprint: sha256(canonicalJson(body)),
  };
}

function faultOf({ issues: [issue] }: z.ZodError): Fault {
  const field = String(issue?.path[0] ?? '');
  if (issue?.code === 'unrecognized_keys') return stranger(issue.keys[0] ?? '');
  if (field === '')
    return invalid('', 'The body is no JSON object.', 'Send one, with a `question`.');
  return invalid(field, `\`${field}\` must be text.`, 'See `POST /v1/runs` in the documentation.');
}

function stranger(key: string): Fault {
  const near = nearest(key, Object.keys(RunBody.shape));
  return invalid(key, `There is no field ${quoted(key)} here.`, `Did you mean \`${near}\`?`);
}

const oneOfTwo = () =>
  invalid(
    'config',
    'The body needs either a `config` or a `preset`.',
    'Name a preset, for example `"preset": "rehearsal"`, or send a configuration.',
  );

const invalid = (field: string, problem: string, hint: string) =>
  new Fault('request.invalid', { field, problem, hint });
