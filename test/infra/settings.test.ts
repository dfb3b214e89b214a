import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { settingsIn } from '../../infra/settings.ts';
import { backendTypes } from '../../lib/config/backend-types.ts';

const dev = { removal: 'destroy', logDays: 14 };
const settingsOf = (context: Readonly<Record<string, unknown>>) =>
  settingsIn((key) => ({ environments: { dev }, ...context })[key]);

describe('the settings of the environments', () => {
  it('deploy every backend but the one that needs a container, where nobody chose', () => {
    expect(settingsOf({})[0]?.backends).toEqual(
      backendTypes.filter((type) => type !== 'claude_code'),
    );
  });

  it('deploy the chosen backends once each', () => {
    expect(settingsOf({ backends: 'claude_code, openai,openai' })[0]?.backends).toEqual([
      'claude_code',
      'openai',
    ]);
  });

  it.each([
    [{ backends: 'cloude' }, /backends/],
    [{ backends: '' }, /backends/],
    [{ environments: undefined }, /environments/],
    [{ environments: { dev: { removal: 'maybe', logDays: 14 } } }, /removal/],
    [{ environments: { dev: { removal: 'retain', logDays: 15 } } }, /logDays/],
    [{ environments: { dev: { ...dev, baseUrls: ['not an address'] } } }, /baseUrls/],
    [{ environments: { dev: { ...dev, colour: 'blue' } } }, /colour/],
    [{ environments: { 'Dev Team': dev } }, /Dev Team/],
  ])('refuse %j, and say where', (context, where) => {
    expect(() => settingsOf(context)).toThrow(where);
  });

  it('are refused in two lines, with what was meant, by the program that deploys', () => {
    const context = JSON.stringify({ ...cdk.context, backends: 'openai,cloude' });
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      env: { CDK_CONTEXT_JSON: context },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /^error: .*backends.*"cloude".*\nhint: Did you mean claude\?\n$/,
      ),
    });
  });
});
