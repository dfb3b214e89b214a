const stages = ['shared', 'message', 'context', 'view', 'agent', 'coordination', 'session'];
const never = (name, from, to) => ({ name, severity: 'error', from, to });
const names =
  '(http/routes|config/(cloud|variables|maker|makers|backend-types)|stores/dynamodb/keys|core/shared/faults|core/context/context-committed)';

/** What loads AWS packages. On one machine all of it is reached by one import, made when it is asked for. */
const onAws =
  '^lib/(stores/(dynamodb|s3)/|bus/(eventbridge-bus|_batches)|runs/|runtime/aws-(store|bucket))';
const pureNames = '^lib/(stores/dynamodb/keys|runs/execution-name)[.]ts$';

/** Who may import whom. `npm run check` also asserts that these rules still see the code. */
module.exports = {
  forbidden: [
    never('no-cycles', {}, { circular: true }),
    ...stages
      .slice(0, -1)
      .map((stage, at) =>
        never(
          `${stage}-comes-first`,
          { path: `^lib/core/${stage}/` },
          { path: `^lib/core/(${stages.slice(at + 1).join('|')})/` },
        ),
      ),
    never(
      'core-is-pure',
      { path: '^lib/core/' },
      { pathNot: ['^(lib/core|node_modules/zod)/', '^(node:)?crypto$'] },
    ),
    never(
      'only-hash-needs-crypto',
      { path: '^lib/core/', pathNot: '^lib/core/shared/hash[.]ts$' },
      { path: '^(node:)?crypto$' },
    ),
    never(
      'dialects-are-pure',
      { path: '^lib/dialects/' },
      { pathNot: '^(lib/(core|dialects)|node_modules/zod)/' },
    ),
    never(
      'sessions-know-core-and-dialects',
      { path: '^lib/claude-code/sessions/' },
      { path: '^lib/', pathNot: '^lib/(core|dialects|claude-code/sessions)/' },
    ),
    never(
      'edges-do-not-meet',
      { path: '^lib/(stores|bus|runs|config|redaction)/' },
      { path: '^lib/', pathNot: '^lib/(core|$1)/' },
    ),
    never(
      'places-do-not-meet',
      { path: '^lib/stores/([^/]+)/' },
      { path: '^lib/stores/[^/]+/', pathNot: '^lib/stores/$1/' },
    ),
    never(
      'backends-know-no-surface',
      { path: '^lib/(backends|tools|runtime)/' },
      { path: '^lib/(http|local|cli)/' },
    ),
    never(
      'operations-know-no-place',
      { path: '^lib/operations/' },
      { path: '^lib/', pathNot: '^lib/(core|dialects|config|operations)/' },
    ),
    never(
      'sharing-is-pure',
      { path: '^lib/claude-code/sharing/' },
      { pathNot: '^(lib/(core|dialects|claude-code/sharing)|node_modules/zod)/' },
    ),
    never(
      'claude-code-knows-no-surface',
      { path: '^lib/claude-code/' },
      { path: '^lib/', pathNot: '^lib/(core|dialects|operations|config|mcp|claude-code)/' },
    ),
    never('mcp-knows-no-surface', { path: '^lib/mcp/' }, { path: '^lib/(http|local|cli)/' }),
    never('http-below-local', { path: '^lib/http/' }, { path: '^lib/(local|cli)/' }),
    never('local-below-cli', { path: '^lib/local/' }, { path: '^lib/cli/' }),
    never('aws-is-behind-ports', { path: '^lib/', pathNot: onAws }, { path: '@aws-sdk' }),
    never(
      'embedded-needs-no-aws',
      { path: '^lib/', pathNot: onAws },
      { path: onAws, pathNot: pureNames, dependencyTypesNot: ['dynamic-import'] },
    ),
    never(
      'one-way-to-aws',
      { path: '^lib/', pathNot: `${onAws}|^lib/local/place[.]ts$` },
      { path: onAws, pathNot: pureNames },
    ),
    never(
      'functions-do-not-meet',
      { path: '^functions/[^_]' },
      { path: '^(functions/[^_]|lib/(local|cli)/)' },
    ),
    never(
      'lib-stands-alone',
      { path: '^lib/' },
      { path: '^(functions|infra|test)/', pathNot: '[.]asl[.]json$' },
    ),
    never(
      'infra-reads-names-only',
      { path: '^infra/' },
      { path: '^(functions|lib)/', pathNot: `^lib/${names}[.]ts$` },
    ),
    never('only-tests-import-tests', { pathNot: '^test/' }, { path: '^test/' }),
    never('no-orphans', { orphan: true, path: '^(lib|functions)/' }, {}),
  ],
  options: {
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    preserveSymlinks: true,
  },
};
