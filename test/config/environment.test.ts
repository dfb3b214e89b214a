import { afterEach, describe, expect, it, vi } from 'vitest';
import { environment, inheritedEnvironment } from '../../lib/config/environment.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the environment', () => {
  it('takes an empty variable for one that is not set', () => {
    vi.stubEnv('MASSGEN_HOME', '');
    expect(environment.lookup('MASSGEN_HOME')).toBe(undefined);
    expect(environment.home).toBe(undefined);
    vi.stubEnv('MASSGEN_HOME', '/data');
    expect(environment.home).toBe('/data');
  });

  it.each([
    ['1', true],
    ['true', true],
    ['3', true],
    ['0', false],
    ['false', false],
    ['', false],
  ])('reads FORCE_COLOR=%s as %s', (value, forced) => {
    vi.stubEnv('FORCE_COLOR', value);
    expect(environment.forceColor).toBe(forced);
  });

  it('reads NO_COLOR, CI and MASSGEN_TOKEN', () => {
    vi.stubEnv('NO_COLOR', '1');
    vi.stubEnv('CI', 'false');
    vi.stubEnv('MASSGEN_TOKEN', 't');
    expect(environment).toMatchObject({ noColor: true, ci: false, token: 't' });
  });

  it('keeps what opens a deployed function from the programs that the function starts', () => {
    vi.stubEnv('PATH', '/bin');
    vi.stubEnv('AWS_SESSION_TOKEN', 'secret');
    vi.stubEnv('OPENAI_API_KEY', 'key');
    expect(inheritedEnvironment()).toMatchObject({ PATH: '/bin', AWS_SESSION_TOKEN: 'secret' });
    vi.stubEnv('MASSGEN_ENVIRONMENT', 'dev');
    vi.stubEnv('MASSGEN_TABLE', 'table');
    const seen = inheritedEnvironment();
    expect(seen['PATH']).toBe('/bin');
    expect(Object.keys(seen).filter((name) => /AWS|MASSGEN|KEY/.test(name))).toEqual([]);
  });
});
