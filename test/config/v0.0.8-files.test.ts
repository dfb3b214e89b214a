import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../lib/config/load-config.ts';
import { environmentOf } from './support/config-of.ts';

const folder = '../shared/data/massgen-v0.0.8-configs';
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];

describe('the configurations of MassGen v0.0.8', () => {
  it('are there, all 28', ({ skip }) => {
    if (!present) skip(`${folder} is not here: the files belong to MassGen and are not copied`);
    expect(files).toHaveLength(28);
  });

  for (const file of files)
    it(`${file} loads unchanged, and nothing is held against it`, () => {
      expect(loadConfig(`${folder}/${file}`, environmentOf()).warnings).toEqual([]);
    });
});
