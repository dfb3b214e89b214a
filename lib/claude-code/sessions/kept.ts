import * as z from 'zod';

const File = z.object({
  /** SHA-256 of its content, in base64url. */
  hash: z.string(),
  /** Permissions, as `chmod` takes them. */
  mode: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
});
export type File = z.infer<typeof File>;

/** A folder, told by what is in it; its paths are relative, with `/` between their names. */
export const Manifest = z.object({
  files: z.record(z.string(), File),
  /** Symbolic links, and what they hold. */
  links: z.record(z.string(), z.string()),
  /** What there was no room for. */
  left: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

export const emptyManifest: Manifest = { files: {}, links: {}, left: [] };

/** What a session has beside its transcript. */
export const Kept = z.object({
  workspace: Manifest.exactOptional(),
  /** Its task list: the texts of its files, by their names. */
  tasks: z.record(z.string(), z.string()),
});
export type Kept = z.infer<typeof Kept>;

export const nothingKept: Kept = { tasks: {} };
