import type { FaultCode } from '../core/shared/faults.ts';
import type { Problem } from './problem.ts';

/** The faults that a server's answer can mean. */
type AnswerFault = Extract<
  FaultCode,
  | 'backend.overflow'
  | 'backend.exhausted'
  | 'backend.refused'
  | 'backend.unauthorised'
  | 'backend.notFound'
  | 'backend.rateLimited'
  | 'backend.overloaded'
  | 'backend.unavailable'
  | 'backend.rejected'
>;

interface Rule {
  readonly fault: AnswerFault;
  /** The status must be like this, if any is named. */
  readonly status?: RegExp;
  /** One of the maker's words or its text must be like these, if any is named. */
  readonly words?: readonly string[];
  readonly says?: RegExp;
}

/** The first that fits decides. */
const rules: readonly Rule[] = [
  {
    fault: 'backend.overflow',
    words: [
      'context_length_exceeded', // OpenAI and most others
      'exceed_context_size_error', // llama.cpp
      '1261', // GLM
    ],
    says: /context (length|window|size)|maximum (context|prompt) length|tokens to keep from the initial prompt|prompt is too long|longer than the model/i,
  },
  { fault: 'backend.overflow', status: /^413$/ },
  { fault: 'backend.exhausted', status: /^402$/ },
  {
    fault: 'backend.exhausted',
    words: [
      'insufficient_quota', // OpenAI
      'billing_hard_limit_reached',
      ...['1112', '1113', '1304', '1308', '1309', '1310'], // GLM: locked, empty, plan used up
    ],
    says: /insufficient (balance|credit|quota|funds)|exceeded your current quota|spending limit|(no|any|all available) credits/i,
  },
  {
    fault: 'backend.refused',
    words: ['content_filter', 'content_policy_violation', '1301'],
  },
  { fault: 'backend.unauthorised', status: /^40[13]$/ },
  {
    fault: 'backend.unauthorised', // xAI says 400 to a wrong key
    words: ['invalid_api_key'],
    says: /(incorrect|invalid|missing) api key|api key (is )?(incorrect|invalid|missing)/i,
  },
  { fault: 'backend.notFound', status: /^404$/ },
  {
    fault: 'backend.notFound', // LM Studio says 200 to a path that it does not know
    words: ['model_not_found', '1211'],
    says: /unexpected endpoint|model .{0,200}(not found|does not exist)|no models loaded/i,
  },
  { fault: 'backend.rateLimited', status: /^429$/ },
  { fault: 'backend.rateLimited', words: ['rate_limit_exceeded', '1302', '1303', '1305'] },
  { fault: 'backend.overloaded', status: /^(503|529)$/ },
  { fault: 'backend.overloaded', words: ['overloaded_error'], says: /overloaded/i },
  { fault: 'backend.unavailable', status: /^(408|5..)$/ },
  { fault: 'backend.rejected', status: /^4..$/ },
];

/** What a server's answer means; undefined: nothing that is known. */
export const faultIn = (problem: Problem): AnswerFault | undefined =>
  rules.find((rule) => fits(rule, problem))?.fault;

function fits({ status, words = [], says }: Rule, problem: Problem): boolean {
  if (status) return status.test(String(problem.status ?? ''));
  return problem.words.some((word) => words.includes(word)) || (says?.test(problem.text) ?? false);
}
