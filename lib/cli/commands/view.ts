import { inWords } from '../../core/view/meter.ts';
import { given, type ViewFlags } from '../flags.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';

export const view = (output: Output, id: string, flags: ViewFlags) =>
  withContexts(flags, async (context) => {
    const options = given(flags, 'agent', 'at', 'branch', 'budget', 'query', 'expand');
    const report = await context.view(id, options);
    if (output.isJson) return output.json(report);
    output.data(report.text);
    output.talk(inWords(report.meter));
  });
