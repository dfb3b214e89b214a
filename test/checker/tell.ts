import { linearize } from './linearize.ts';
import type { Answer, Call, Operation } from './operation.ts';
import { smallest } from './smallest.ts';

/** Nothing, or why a history cannot be: the operations that contradict each other, and where it goes wrong. */
export function problemIn(history: readonly Operation[]): string | undefined {
  if (linearize(history).kind === 'linearizable') return undefined;
  const part = smallest(history, (less) => linearize(less).kind === 'broken');
  const verdict = linearize(part);
  if (verdict.kind === 'linearizable') return undefined;
  const { true: others = [], false: answered = [] } = Object.groupBy(
    part.toSorted((a, b) => a.from - b.from),
    ({ answer }) => `${answer.kind === 'lost'}`,
  );
  const held = verdict.branch.entries.map(({ label }) => label);
  return [
    'No order of these operations explains their answers:',
    ...answered.map(line),
    'whether or not any of these has happened:',
    ...others.map(line),
    `At most, the branch could hold ${held.join(' ') || 'nothing'}.`,
    'Then there was no place for:',
    ...verdict.stuck.map(line),
  ].join('\n');
}

const line = ({ client, from, until, call, answer }: Operation): string =>
  Number.isFinite(until)
    ? `  ${client}, from ${from} to ${until}: ${asked(call)} -> ${told(answer)}`
    : `  ${client}, from ${from} on: ${asked(call)}`;

function asked(call: Call): string {
  if (call.kind === 'history' || call.kind === 'head') return call.kind;
  if (call.kind !== 'commit') return `${call.kind} ${call.version}`;
  const { label, writes, expects, base = 'the head' } = call;
  const minds = expects.length > 0 ? `, expecting ${[...expects].join(' and ')}` : '';
  return `commit ${label} of ${writes.join(' and ')} on ${base}${minds}`;
}

function told(answer: Answer): string {
  switch (answer.kind) {
    case 'committed':
      return `version ${answer.version} on ${answer.base}${answer.repeated ? ', as before' : ''}`;
    case 'conflict':
      return `conflict at ${answer.head} over ${answer.items.join(' and ')}`;
    case 'entries':
      return (
        answer.entries.map(({ version, label }) => `${version}: ${label}`).join(', ') || 'nothing'
      );
    case 'head':
      return `version ${answer.version}`;
    case 'refused':
      return answer.code;
    default:
      return answer.kind;
  }
}
