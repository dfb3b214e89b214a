import { inWords } from '../../core/view/meter.ts';
import type { ViewFlags } from '../flags.ts';
import { withMassGen } from '../open.ts';
import type { Output } from '../output.ts';
import { onlyMain } from './context.ts';

export const view = (output: Output, id: string, flags: ViewFlags) =>
  withMassGen(flags, async ({ context }) => {
    onlyMain(flags);
    const { agent, query, budget, at } = flags;
    const report = await context.view(id, {
      ...(agent !== undefined && { agent }),
      ...(query !== undefined && { query }),
      ...(budget !== undefined && { budget }),
      ...(at !== undefined && { at }),
    });
    if (output.isJson) return output.json(report);
    output.data(report.text);
    output.talk(inWords(report.meter));
  });
