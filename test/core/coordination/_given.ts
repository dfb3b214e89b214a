import { expect } from 'vitest';
import type { CallRecord } from '../../../lib/core/agent/call-record.ts';
import { mainBranch } from '../../../lib/core/context/address.ts';
import { beginning, type Commit } from '../../../lib/core/context/commit.ts';
import type { Cause } from '../../../lib/core/context/draft.ts';
import type { ItemKind } from '../../../lib/core/context/item.ts';
import { onTopOf, seal } from '../../../lib/core/context/seal.ts';
import { put } from '../../../lib/core/coordination/commit-step.ts';
import { defaultLimits, type Limits } from '../../../lib/core/coordination/limits.ts';
import { type Plan, plan } from '../../../lib/core/coordination/plan.ts';
import { readRun } from '../../../lib/core/coordination/read-run.ts';
import type {
  Decision,
  Move,
  RunRequest,
  TurnRecord,
} from '../../../lib/core/coordination/records.ts';
import type { RunRole } from '../../../lib/core/coordination/run-bodies.ts';
import { runItems } from '../../../lib/core/coordination/run-items.ts';
import type { RunLog } from '../../../lib/core/coordination/run-log.ts';
import type { RunResult } from '../../../lib/core/coordination/run-result.ts';
import { type Tally, tally } from '../../../lib/core/coordination/tally.ts';
import type { Sharing } from '../../../lib/core/coordination/team.ts';
import { toResult } from '../../../lib/core/coordination/to-result.ts';

export const RUN = 'run_1';
const address = mainBranch('tenant', 'session');
const items = runItems(RUN);

/** What has happened in a run so far, and when it is now. */
interface Story {
  readonly commits: readonly Commit[];
  readonly now: Date;
}

/** Something that happens in a run. */
export type Step = (story: Story) => Story;

interface Write {
  readonly role: RunRole;
  readonly item: string;
  readonly kind: ItemKind;
  readonly body: unknown;
}

/** Lands a commit as the tasks of a run would. */
function land(story: Story, cause: Omit<Cause, 'run'>, writes: readonly Write[]): Story {
  const operations = writes.map(({ role, item, kind, body }) => put(role, item, kind, body));
  const head = story.commits.at(-1) ?? beginning;
  const author = { agent: cause.agent ?? 'massgen' };
  const draft = { author, cause: { run: RUN, ...cause }, operations };
  const sealed = seal(draft, {
    address,
    id: () => `commit_${head.version + 1}`,
    salt: () => 'salt',
    redact: (body) => ({ body, masked: [] }),
  });
  const commit = onTopOf(head, sealed, address, head.version, story.now);
  return { ...story, commits: [...story.commits, commit] };
}

const event = (role: RunRole, item: string, body: unknown): Write => ({
  role,
  item,
  kind: 'event',
  body,
});

const request =
  (ask: RunRequest): Step =>
  (story) =>
    land(story, { step: 'request' }, [event('request', items.request, ask)]);

const decided =
  (decision: Decision): Step =>
  (story) =>
    land(story, { step: 'plan', round: decision.round }, [event('round', items.round, decision)]);

/** One more round, of all agents unless some are named. */
export const round =
  (...agents: readonly string[]): Step =>
  (story) => {
    const run = readRun(story.commits, RUN);
    const all = run.request.team.agents.map(({ id }) => id);
    const next = (run.decisions.at(-1)?.round ?? 0) + 1;
    const acting = agents.length > 0 ? [...agents] : all;
    return decided({ kind: 'round', round: next, agents: acting, votesOnly: false })(story);
  };

/** The end is decided, and who presents it. */
export const presents =
  (winner: string, because: 'votes' | 'rounds' | 'timeout' = 'votes'): Step =>
  (story) =>
    decided({ kind: 'present', round: nextRound(story), winner, because })(story);

export const givesUp: Step = (story) =>
  decided({ kind: 'fail', round: nextRound(story), because: 'failures' })(story);

const nextRound = ({ commits }: Story) => (readRun(commits, RUN).decisions.at(-1)?.round ?? 0) + 1;

/** The round that is being held; the first begins by itself. */
function inRound(story: Story): readonly [Story, number] {
  const begun = readRun(story.commits, RUN).decisions.length > 0 ? story : round()(story);
  return [begun, readRun(begun.commits, RUN).decisions.at(-1)?.round ?? 0];
}

function turn(
  agent: string,
  record: Omit<TurnRecord, 'round'>,
  writes: readonly Write[] = [],
): Step {
  return (story) => {
    const [begun, number] = inRound(story);
    const body: TurnRecord = { round: number, ...record };
    const cause = { step: 'turn', round: number, agent };
    return land(begun, cause, [event('turn', items.turnOf(agent), body), ...writes]);
  };
}

interface Spent {
  readonly calls?: readonly CallRecord[];
  readonly moves?: readonly Move[];
}

export const answer = (
  agent: string,
  content = `The answer of ${agent}.`,
  { calls = [], moves = [] }: Spent = {},
): Step =>
  turn(agent, { outcome: 'answered', shown: {}, moves: [...moves], calls: [...calls] }, [
    { role: 'answer', item: items.answerOf(agent), kind: 'answer', body: { agent, content } },
  ]);

/** A vote on the answers that stand, or on those that stood at some other versions. */
export const vote =
  (
    agent: string,
    target: string,
    {
      calls = [],
      judged,
      reason = '',
    }: Spent & {
      readonly judged?: Readonly<Record<string, number>>;
      readonly reason?: string;
    } = {},
  ): Step =>
  (story) => {
    const seen = judged ?? standing(story);
    const body = { agent, for: target, reason, judged: seen };
    return turn(agent, { outcome: 'voted', shown: { ...seen }, moves: [], calls: [...calls] }, [
      { role: 'vote', item: items.voteOf(agent), kind: 'vote', body },
    ])(story);
  };

const standing = ({ commits }: Story) =>
  Object.fromEntries(
    [...readRun(commits, RUN).answers.values()].map(({ agent, version }) => [agent, version]),
  );

export const fails = (agent: string, code = 'backend.refused', { calls = [] }: Spent = {}): Step =>
  turn(agent, {
    outcome: 'failed',
    fault: { code, message: `${agent} failed.` },
    shown: {},
    moves: [],
    calls: [...calls],
  });

export const presented =
  (winner: string, content: string | null, { calls = [] }: Spent = {}): Step =>
  (story) => {
    const body = { winner, content, calls };
    const cause = { step: 'present', round: nextRound(story) - 1, agent: winner };
    return land(story, cause, [event('presentation', items.presentation, body)]);
  };

export const stopped: Step = (story) =>
  land(story, { step: 'stop' }, [event('stop', items.stop, { reason: 'enough' })]);

export const finished: Step = (story) => {
  const result = toResult(readRun(story.commits, RUN), 'session', story.now);
  return land(story, { step: 'finish' }, [event('result', items.result, result)]);
};

export const resumed: Step = (story) =>
  land(story, { step: 'resume' }, [event('stop', 'none', {})]);

export const seconds =
  (passed: number): Step =>
  (story) => ({
    ...story,
    now: new Date(story.now.getTime() + passed * 1000),
  });

/** A model call; without a price unless one is named. */
export const call = (more: Partial<CallRecord> = {}): CallRecord => ({
  backend: 'lmstudio',
  model: 'small',
  at: '2026-01-01T00:00:00.000Z',
  durationMs: 100,
  usage: { inputTokens: 10, outputTokens: 5 },
  costUsd: null,
  losses: {},
  ...more,
});

interface TeamOf extends Partial<Limits> {
  readonly agents?: readonly string[];
  readonly sharing?: Sharing;
}

/** A run of some team. Its limits are the defaults unless named. */
export function team({ agents = ['agent1', 'agent2'], sharing = 'answers', ...limits }: TeamOf) {
  const ask: RunRequest = {
    run: RUN,
    turn: 1,
    question: 'Why?',
    team: {
      agents: agents.map((id) => ({
        id,
        backends: [{ type: 'lmstudio', model: 'small', options: {} }],
      })),
      limits: { ...defaultLimits, ...limits },
      sharing,
    },
  };
  return {
    given: (...steps: readonly Step[]) => {
      const begin: Story = { commits: [], now: new Date('2026-01-01T00:00:00.000Z') };
      const { commits, now } = [request(ask), ...steps].reduce((story, step) => step(story), begin);
      return tellFrom(readRun(commits, RUN), now);
    },
  };
}

export const given = team({}).given;

interface When {
  /** The last round that was seen through to its end; the current one unless said. */
  readonly closed?: number;
}

function tellFrom(run: RunLog, now: Date) {
  const current = run.decisions.at(-1)?.round ?? 0;
  const thenPlan =
    (closed: number) =>
    (expected: Plan): void =>
      expect(plan(run, closed, now)).toEqual(expected);
  return {
    run,
    now,
    when: ({ closed = current }: When = {}) => ({ thenPlan: thenPlan(closed) }),
    thenPlan: thenPlan(current),
    thenDecides: (decision: Decision): void => thenPlan(current)({ kind: 'decide', decision }),
    thenTally: (expected: Partial<Tally>): void => {
      const whole: Readonly<Record<string, unknown>> = { ...tally(run, current) };
      const told = Object.keys(expected).map((key) => [key, whole[key]]);
      expect(Object.fromEntries(told)).toEqual(expected);
    },
    thenResult: (expected: Partial<RunResult> | Readonly<Record<string, unknown>>): void =>
      expect(toResult(run, 'session', now)).toMatchObject(expected),
  };
}
