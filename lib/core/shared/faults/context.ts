import type { Says } from './says.ts';

/** What a context refuses. */
export const contextFaults = {
  'context.unknown': (f: { context: string }): Says => [
    `There is no context ${f.context} here.`,
    'List the contexts with `massgen context list`; check --data or --remote.',
  ],
  'context.exists': (f: { context: string }): Says => [
    `There is a context ${f.context} already.`,
    'Choose another name, or commit to the one that stands.',
  ],
  'context.unknownVersion': (f: { context: string; version: number; head: number }): Says => [
    `${f.context} has no version ${f.version}; its head is ${f.head}.`,
    'Name a version up to the head.',
  ],
  'context.idReused': (f: { context: string; id: string; version: number }): Says => [
    `The id ${f.id} stands at version ${f.version} of ${f.context} with other content.`,
    'Use a new id, or leave it out.',
  ],
  'context.tooLarge': (f: { what: string; bytes: number; maxBytes: number }): Says => [
    `${f.what} has ${f.bytes} bytes; at most ${f.maxBytes} are allowed.`,
    'Split it, or keep the large part in a file of its own.',
  ],
  'context.invalid': (f: { problem: string }): Says => [
    f.problem,
    'See docs/context.md for the shape of a commit.',
  ],
  'context.busy': (f: { context: string; races: number }): Says => [
    `${f.races} races in a row lost to other writers of ${f.context}.`,
    'Try again in a moment.',
  ],
  'context.unreadable': (f: { context: string; version: number; detail: string }): Says => [
    `Version ${f.version} of ${f.context} cannot be read: ${f.detail}`,
    'Run `massgen context verify`; a newer massgen may have written it.',
  ],
  'context.unknownItem': (f: { context: string; item: string }): Says => [
    `${f.context} never had an item ${JSON.stringify(f.item)}.`,
    'List the items with `massgen context show`.',
  ],
  'context.itemElsewhere': (f: {
    context: string;
    item: string;
    branch: string;
    elsewhere: string;
  }): Says => [
    `Branch ${f.branch} of ${f.context} has no item ${JSON.stringify(f.item)}; branch ${f.elsewhere} has.`,
    `Name the branch: --branch ${f.elsewhere}.`,
  ],
  'context.itemLater': (f: { context: string; item: string; version: number }): Says => [
    `${f.item} came to ${f.context} only at version ${f.version}.`,
    `Point to it as it stood then: ${f.item}@${f.version}.`,
  ],
  'context.itemRetired': (f: { context: string; item: string; version: number }): Says => [
    `${f.item} was retired at version ${f.version} of ${f.context}.`,
    `Point to it as it stood before: ${f.item}@${f.version - 1}.`,
  ],
  'context.itemPurged': (f: { context: string; item: string }): Says => [
    `${f.item} of ${f.context} was purged: its body is forgotten.`,
    'Nothing can show it again; `massgen context log` says when it was purged.',
  ],
  'context.itemHidden': (f: { context: string; item: string; agent: string }): Says => [
    `${f.item} of ${f.context} is not shown to ${f.agent}.`,
    'See who it is visible to with `massgen context show`, and what the agent subscribed to.',
  ],
  'subscription.invalid': (f: { at: string; problem: string; suggestion: string }): Says => [
    `The subscription cannot be taken: ${[f.at, f.problem].filter(Boolean).join(': ')}.`,
    f.suggestion || 'See docs/context-sharing.md for what one says.',
  ],
  'branch.exists': (f: { context: string; branch: string }): Says => [
    `${f.context} has a branch ${f.branch} already.`,
    'Choose another name, or go on with the one that stands.',
  ],
  'branch.unknown': (f: { context: string; branch: string }): Says => [
    `${f.context} has no branch ${f.branch}.`,
    'Make it with `massgen context branch`, or check the name.',
  ],
  'branch.invalidName': (f: { branch: string }): Says => [
    `${JSON.stringify(f.branch)} cannot be the name of a branch.`,
    'Use 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first.',
  ],
  'merge.self': (f: { context: string; branch: string }): Says => [
    `${f.branch} of ${f.context} cannot be merged into itself.`,
    'Name another branch with --into.',
  ],
  'purge.structure': (f: { item: string }): Says => [
    `${f.item} is what a run is resumed from, and cannot be purged alone.`,
    'Purge what agents said in it instead: its items `run/RUN/AGENT/message/NUMBER`.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;
