import type { FaultCode } from '../core/shared/faults.ts';
import type { Problem } from './problem.ts';
import { DAILY_QUOTA } from './problem-details.ts';

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
    says: /context (length|window|size)|maximum (context|prompt) length|tokens to keep from the initial prompt|prompt is too long|longer than the model|input token count .{0,60}exceeds the maximum/i,
  },
  { fault: 'backend.overflow', status: /^413$/ },
  { fault: 'backend.overflow', words: ['request_too_large'] }, // Anthropic
  { fault: 'backend.exhausted', status: /^402$/ },
  {
    fault: 'backend.exhausted', // Anthropic, which says 400 to it as well
    words: [
      'billing_error',
      'contract_spend_limit_reached',
      'enforced_spend_limit_reached',
      'linked_organization_billing_unavailable',
      'linked_organization_spend_limit_reached',
    ],
    says: /credit balance is too low|specified api usage limits/i,
  },
  {
    fault: 'backend.exhausted', // Gemini
    words: [DAILY_QUOTA],
    says: /credits are depleted|spending cap/i,
  },
  { fault: 'backend.rateLimited', words: ['RESOURCE_EXHAUSTED'] }, // says it is a quota, too
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
    words: [
      'content_filter',
      'content_policy_violation',
      '1301',
      // OpenAI, of a response that failed
      'invalid_prompt',
      'bio_policy',
      'misalignment_policy_violation',
      'image_content_policy_violation',
    ],
  },
  { fault: 'backend.unauthorised', status: /^40[13]$/ },
  {
    fault: 'backend.unauthorised', // xAI says 400 to a wrong key
    words: [
      ...['invalid_api_key', 'API_KEY_INVALID', 'authentication_error', 'permission_error'],
      // Claude Code
      ...['authentication_failed', 'oauth_org_not_allowed', 'account_on_hold'],
      ...['verification_required', 'cloud_credential_error'],
    ],
    says: /(incorrect|invalid|missing) api key|api key (is )?(incorrect|invalid|missing|not valid|expired)/i,
  },
  { fault: 'backend.notFound', status: /^404$/ },
  {
    fault: 'backend.notFound', // LM Studio says 200 to a path that it does not know
    words: ['model_not_found', 'not_found_error', '1211'],
    says: /unexpected endpoint|model .{0,200}(not found|does not exist)|no models loaded/i,
  },
  { fault: 'backend.rateLimited', status: /^429$/ },
  {
    fault: 'backend.rateLimited',
    words: ['rate_limit_exceeded', 'rate_limit_error', 'rate_limit', '1302', '1303', '1305'],
  },
  { fault: 'backend.overloaded', status: /^(503|529)$/ },
  { fault: 'backend.overloaded', words: ['overloaded_error', 'overloaded'], says: /overloaded/i },
  { fault: 'backend.unavailable', status: /^(408|5..)$/ },
  { fault: 'backend.unavailable', words: ['server_error', 'vector_store_timeout'] }, // OpenAI
  { fault: 'backend.unavailable', words: ['api_error', 'timeout_error'] }, // Anthropic
  { fault: 'backend.rejected', status: /^4..$/ },
  {
    fault: 'backend.rejected', // OpenAI, of a response that failed
    words: [
      'invalid_request', // Claude Code
      'data_residency_mismatch',
      'empty_image_file',
      'failed_to_download_image',
      'image_file_not_found',
      'image_file_too_large',
      'image_parse_error',
      'image_too_large',
      'image_too_small',
      'invalid_base64_image',
      'invalid_encrypted_content',
      'invalid_image',
      'invalid_image_format',
      'invalid_image_mode',
      'invalid_image_url',
      'unsupported_image_media_type',
    ],
  },
];

/** What a server's answer means; undefined: nothing that is known. */
export const faultIn = (problem: Problem): AnswerFault | undefined =>
  rules.find((rule) => fits(rule, problem))?.fault;

function fits({ status, words = [], says }: Rule, problem: Problem): boolean {
  if (status) return status.test(String(problem.status ?? ''));
  return problem.words.some((word) => words.includes(word)) || (says?.test(problem.text) ?? false);
}
