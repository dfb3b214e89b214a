import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import machine from '../../../infra/coordination.asl.json' with { type: 'json' };
import { tasks } from '../../../lib/core/session/tasks.ts';
import { RETRYABLE } from '../../../lib/core/shared/faults.ts';

/** It comes without types. */
const validate: (definition: unknown) => { readonly isValid: boolean; readonly errors: unknown } =
  createRequire(import.meta.url)('asl-validator');

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

/** Every state there is, by name, those inside a Map as well. */
function statesIn(value: unknown): readonly (readonly [string, Members])[] {
  if (!isObject(value)) return [];
  const own = isObject(value['States']) ? Object.entries(value['States']) : [];
  return own.flatMap(([name, state]) =>
    isObject(state) ? [[name, state] as const, ...statesIn(state['ItemProcessor'])] : [],
  );
}

const states = statesIn(machine);
const working = states.filter(([, state]) => state['Type'] === 'Task');
const isOurs = (name: string) => !/^(Lambda|Sandbox|States)\./.test(name);
const retries = (state: Members) =>
  (Array.isArray(state['Retry']) ? state['Retry'] : []).map(
    ({ ErrorEquals }): readonly string[] => ErrorEquals,
  );

describe('the state machine', () => {
  it('is one that Step Functions takes', () => {
    const deployed = JSON.parse(
      JSON.stringify(machine).replaceAll(
        /\$\{(\w+)\}/g,
        'arn:aws:lambda:eu-central-1:123456789012:function:$1',
      ),
    );
    expect(validate(deployed)).toMatchObject({ isValid: true, errors: [] });
    expect(validate({ ...deployed, StartAt: 'Nowhere' })).toMatchObject({ isValid: false });
  });

  it.each(working)(
    'retries in %s what the code calls retryable, and nothing else of ours',
    (_, state) => {
      expect(retries(state).flat().filter(isOurs).toSorted()).toEqual(RETRYABLE.toSorted());
    },
  );

  it.each(working)(
    'waits long in %s for a function that is throttled: it has not begun',
    (_, state) => {
      expect(state['Retry']).toContainEqual(
        expect.objectContaining({
          ErrorEquals: ['Lambda.TooManyRequestsException'],
          MaxAttempts: 20,
          MaxDelaySeconds: 30,
        }),
      );
    },
  );

  it('tries again what costs nothing when its time was up, and no turn, which was paid for', () => {
    for (const [name, state] of working) {
      const isPaid = name === 'Turn' || name === 'Present';
      expect([name, retries(state).flat().includes('States.Timeout')]).toEqual([name, !isPaid]);
    }
  });

  it('has a task for each of its states that work, and no other', () => {
    expect(working.map(([name]) => name).toSorted()).toEqual(Object.keys(tasks).toSorted());
  });

  it('gives each task a time of its own', () => {
    for (const [name, state] of working)
      expect([name, state['TimeoutSeconds']]).toEqual([name, expect.any(Number)]);
  });

  it('says everything in JSONPath, without variables and task tokens', () => {
    const text = JSON.stringify(machine);
    for (const word of ['QueryLanguage', 'Assign', 'waitForTaskToken', 'Credentials'])
      expect(text).not.toContain(word);
  });
});
