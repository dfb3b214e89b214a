import * as z from 'zod';
import type { Message } from '../message/message.ts';
import type { ToolCallPart } from '../message/part.ts';
import { utf8Bytes } from '../shared/json.ts';
import { allowedTools, type Ballot } from './ballot.ts';
import { NEW_ANSWER, VOTE } from './decision-tools.ts';

/** The largest answer that is taken, in bytes of UTF-8. */
export const MAX_ANSWER_BYTES = 256 * 1024;

export type Decided =
  | { readonly kind: 'answer'; readonly content: string }
  | { readonly kind: 'vote'; readonly for: string; readonly reason: string };

/** What a reply comes to. */
export type Reading =
  | { readonly kind: 'decided'; readonly decided: Decided }
  /** Other tools are called, and nothing is decided yet. */
  | { readonly kind: 'working' }
  /** No tool is called. */
  | { readonly kind: 'silent'; readonly problem: string }
  /** What is wrong with each call that should have decided, by the call's place among all. */
  | { readonly kind: 'invalid'; readonly problems: ReadonlyMap<number, string> };

/**
 * Reads what an agent decided. Exactly one of `new_answer` and `vote`, and one that the ballot
 * allows; calls of the tools that it may use besides decide nothing.
 */
export function readDecision(
  reply: Message,
  ballot: Ballot,
  isUsable: (tool: string) => boolean = () => false,
): Reading {
  const calls = callsIn(reply);
  const deciding = calls
    .map((call, place) => ({ call, place }))
    .filter(({ call }) => !isUsable(call.name));
  const [only] = deciding;
  if (calls.length === 0)
    return { kind: 'silent', problem: `Nothing was decided. ${howTo(ballot)}` };
  if (!only) return { kind: 'working' };
  if (deciding.length > 1)
    return invalid(
      deciding.map(({ place }) => [place, `One decision at a time. ${howTo(ballot)}`]),
    );
  const read = readCall(only.call, ballot);
  return typeof read === 'string'
    ? invalid([[only.place, read]])
    : { kind: 'decided', decided: read };
}

export const callsIn = ({ parts }: Pick<Message, 'parts'>): readonly ToolCallPart[] =>
  parts.filter((part) => part.type === 'tool_call');

const invalid = (problems: readonly (readonly [number, string])[]): Reading => ({
  kind: 'invalid',
  problems: new Map(problems),
});

const howTo = (ballot: Ballot) =>
  `Call exactly one tool, once: ${allowedTools(ballot).join(' or ')}.`;

/** The decision, or a sentence for the model about what is wrong with it. */
function readCall(call: ToolCallPart, ballot: Ballot): Decided | string {
  if (call.name === NEW_ANSWER) return readAnswer(call, ballot);
  if (call.name === VOTE) return readVote(call, ballot);
  return `There is no tool ${JSON.stringify(call.name)}. ${howTo(ballot)}`;
}

const AnswerArguments = z.object({ content: z.string().trim().min(1) });

function readAnswer(call: ToolCallPart, ballot: Ballot): Decided | string {
  if (!ballot.mayAnswer) return `No new answer can be given now. ${howTo(ballot)}`;
  const parsed = AnswerArguments.safeParse(call.arguments);
  if (!parsed.success) return `${NEW_ANSWER} needs { "content": "the whole answer" }.`;
  const content = parsed.data.content.toWellFormed();
  const bytes = utf8Bytes(content);
  if (bytes > MAX_ANSWER_BYTES)
    return `That answer has ${bytes} bytes; give one of at most ${MAX_ANSWER_BYTES}.`;
  const twin = ballot.candidates.find((candidate) => candidate.content === content);
  return twin
    ? `That is word for word the answer of ${twin.anonymousId}. Vote for it, or give a better one.`
    : { kind: 'answer', content };
}

const VoteArguments = z.object({ agent_id: z.string(), reason: z.string().default('') });

function readVote(call: ToolCallPart, ballot: Ballot): Decided | string {
  if (ballot.candidates.length === 0) return `No answer stands yet. ${howTo(ballot)}`;
  const parsed = VoteArguments.safeParse(call.arguments);
  if (!parsed.success) return `${VOTE} needs { "agent_id": "...", "reason": "..." }.`;
  const wanted = parsed.data.agent_id.trim();
  const candidate = ballot.candidates.find(({ anonymousId }) => anonymousId === wanted);
  return candidate
    ? { kind: 'vote', for: candidate.agent, reason: parsed.data.reason.toWellFormed() }
    : `No answer of ${JSON.stringify(wanted)} stands. Vote for one of: ${idsOn(ballot)}.`;
}

const idsOn = ({ candidates }: Ballot) =>
  candidates.map(({ anonymousId }) => anonymousId).join(', ');
