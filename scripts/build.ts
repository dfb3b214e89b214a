import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What is published: the command and the library, in parts that are loaded when they are needed. */
const { metafile } = await build({
  entryPoints: { main: 'lib/cli/main.ts', massgen: 'lib/local/massgen.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  chunkNames: 'parts/[name]-[hash]',
  legalComments: 'none',
  alias: {
    // Its other form asks for its parts at run time, where no bundler sees it.
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    '@aws-sdk/client-lambda': './scripts/no-lambda.ts',
    '@aws-sdk/credential-providers': './scripts/no-lambda.ts',
  },
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await chmod('dist/main.js', 0o755);

/** What is copied into projects, as one small file that starts at once. */
const hook = await build({
  entryPoints: { 'claude-code-hook': 'lib/claude-code/join/hook.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  metafile: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
});

/** Whatever is loaded on one machine holds no package of AWS, but behind the one door to it. */
const { outputs } = metafile;
const embedded = new Set(['dist/main.js', 'dist/massgen.js']);
for (const file of embedded)
  for (const { path } of outputs[file]?.imports ?? [])
    if (path in outputs && outputs[path]?.entryPoint !== 'lib/runtime/aws-store.ts')
      embedded.add(path);
for (const file of embedded) {
  const inputs = Object.keys(outputs[file]?.inputs ?? {});
  const aws = inputs.find((input) => /node_modules\/@(aws-sdk|smithy)\//.test(input));
  if (aws) throw new Error(`${file} would load ${aws} where nobody asked for AWS`);
}

/** Parts of earlier builds go last, so that what is running meanwhile finds its own. */
const written = [...Object.keys(metafile.outputs), ...Object.keys(hook.metafile.outputs)];
const made = new Set(written.map((file) => join(file)));
for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !made.has(file)) await rm(file);
}
