import type * as z from 'zod';
import { type Allowance, toForeignTeam } from '../config/foreign-config.ts';
import { presetNamed } from '../config/presets.ts';
import { checkedId } from '../core/context/address.ts';
import type { Question } from '../core/session/start-run.ts';
import { Fault } from '../core/shared/faults.ts';
import { sha256 } from '../core/shared/hash.ts';
import { canonicalJson } from '../core/shared/json.ts';
import type { RunBody } from './documents/run.ts';

export interface AskedRun extends Omit<Question, 'session' | 'run'> {
  /** Without it: in a new one. */
  readonly session?: string;
  /** The same for the same body, however it was spelt. */
  readonly fingerprint: string;
}

/** Throws `request.invalid`, `session.invalidId` and what `toForeignTeam` throws. */
export function toAskedRun(
  body: Readonly<z.infer<typeof RunBody>>,
  allowance: Allowance,
): AskedRun {
  const { question, config, preset, sessionId } = body;
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

const oneOfTwo = () =>
  invalid(
    'config',
    'The body needs either a `config` or a `preset`.',
    'Name a preset, for example `"preset": "rehearsal"`, or send a configuration.',
  );

const invalid = (field: string, problem: string, hint: string) =>
  new Fault('request.invalid', { field, problem, hint });
