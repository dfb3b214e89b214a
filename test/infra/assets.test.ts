import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import tokens from 'gpt-tokenizer/bpeRanks/o200k_base';
import { describe, expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { foreignSdks } from '../../infra/backend-types.ts';
import { ROOT } from '../../infra/build-function.ts';
import { backendTypes } from '../../lib/config/backend-types.ts';
import { appWith, assembly } from './_synthesis.ts';
import { functions } from './_template.ts';

const MAX_ZIP_BYTES = 1_500_000;

/** Another synthesis, with a backend of each kind. */
const chosen = appWith({
  environments: { dev: cdk.context.environments.dev },
  backends: 'claude_code,claude,openai,gemini,rehearsal',
}).synth();

const zips = [...functions()].map(([name, { code }]) => ({
  name,
  folder: join(assembly().directory, `asset.${`${code['S3Key']}`.replace('.zip', '')}`),
}));

const filesOf = (folder: string) =>
  globSync('**/*.mjs', { cwd: folder }).map((file) => readFileSync(join(folder, file)));

/** The packages that a module imports on demand and does not bring along. */
const packagesIn = (text: string) =>
  [...text.matchAll(/\bimport\("([^"./][^"]*)"\)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !isBuiltin(name));

describe('the zips of the functions', () => {
  it.each(zips)('$name is small', ({ folder }) => {
    const bytes = filesOf(folder).reduce((sum, file) => sum + deflateRawSync(file).byteLength, 0);
    expect(bytes).toBeGreaterThan(100);
    expect(bytes).toBeLessThan(MAX_ZIP_BYTES);
  });

  it.each(zips)('$name brings all it needs, and no other maker’s package', ({ name, folder }) => {
    const asked = new Set(filesOf(folder).flatMap((file) => packagesIn(file.toString())));
    const left = backendTypes.includes(name) ? foreignSdks(name) : [];
    for (const one of asked) expect(left.some((sdk) => one.startsWith(sdk))).toBe(true);
  });

  it('count tokens with the whole vocabulary, though it is packed', async () => {
    const openai = zips.find(({ name }) => name === 'openai')?.folder ?? '';
    const [part = ''] = globSync('parts/packed-*.mjs', { cwd: openai });
    const { default: unpacked } = await import(join(openai, part));
    expect(unpacked).toEqual(tokens);
  });

  it('start where there is nothing beside them', () => {
    const folders = [...new Set(zips.map(({ folder }) => folder))];
    const script = `for (const folder of ${JSON.stringify(folders)}) {
      const { handler } = await import(folder + '/index.mjs');
      if (typeof handler !== 'function') throw new Error(folder);
    }`;
    const { stderr, status } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: assembly().directory, env: {}, encoding: 'utf8' },
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('are the same when they are made again', () => {
    for (const [name, { code }] of functions(chosen))
      if (name !== 'claude_code') expect([name, code]).toEqual([name, functions().get(name)?.code]);
  });
});

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('Claude Code', () => {
  const folder = globSync('asset.*/Dockerfile', { cwd: chosen.directory });

  it('comes in an image that Docker makes at deploy', () => {
    expect(folder).toHaveLength(1);
    expect(functions(chosen).get('claude_code')?.code).toHaveProperty('ImageUri');
  });

  it('runs beside the packages that its folder names', () => {
    const [dockerfile = ''] = folder;
    const image = join(chosen.directory, dockerfile, '..');
    expect(globSync('*', { cwd: image }).toSorted()).toEqual(
      expect.arrayContaining(['Dockerfile', 'index.mjs', 'package-lock.json', 'package.json']),
    );
  });

  it('has a whole processor and room for its sessions, and writes nowhere but in /tmp', () => {
    const claudeCode = functions(chosen).get('claude_code');
    expect(claudeCode?.memory).toBeGreaterThanOrEqual(1769);
    expect(claudeCode?.scratch).toBeGreaterThan(512);
    const written = /^(HOME|CLAUDE_CONFIG_DIR|CLAUDE_CODE_TMPDIR|MASSGEN_SCRATCH)=(.+)$/;
    const variables = textOf('infra/images/claude-code/Dockerfile')
      .split(/[\s\\]+/)
      .flatMap((word) => written.exec(word)?.[2] ?? []);
    expect(variables).toHaveLength(4);
    for (const folder of variables) expect(folder).toMatch(/^\/tmp(\/|$)/);
  });

  it('is tested with the very release that its image holds', () => {
    const [image, tests] = ['infra/images', 'test/support'].map((folder) =>
      JSON.parse(textOf(`${folder}/claude-code/package.json`)),
    );
    expect(image.dependencies).toEqual(tests.dependencies);
    for (const version of Object.values(image.dependencies)) expect(version).toMatch(/^\d[\d.]+$/);
  });
});
