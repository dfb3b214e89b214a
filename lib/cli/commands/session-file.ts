import type { CommonFlags, ExportFlags } from '../flags.ts';
import { withMassGen, withSessions } from '../open.ts';
import type { Output } from '../output.ts';
import { readText, writeText } from '../text-file.ts';

/** To a file, which is there whole or not at all, or to stdout. */
export const exportTo = (output: Output, id: string, { out, format, ...flags }: ExportFlags) =>
  withSessions(flags, async (sessions) => {
    const text = await sessions.export(id, format);
    if (out === undefined) return output.data(text);
    writeText(out, text);
    if (output.isJson) output.json({ session: id, format, out });
    else output.data(`${id} is in ${out}.`);
  });

export const load = (output: Output, file: string, flags: CommonFlags) =>
  withMassGen(flags, async (massgen) => {
    const session = await massgen.session.load(readText(file));
    if (output.isJson) output.json(session);
    else output.data(`${session.id} is here: ${session.turns} turns.`);
  });
