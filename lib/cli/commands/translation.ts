import type { Loss } from '../../core/message/loss.ts';
import { textOf } from '../../core/message/message.ts';
import { inWords as meterInWords } from '../../core/view/meter.ts';
import { dialectCalled } from '../../dialects/dialect-name.ts';
import { type ExtractFlags, given, type RenderFlags } from '../flags.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';
import { readText } from '../text-file.ts';

export const render = (output: Output, id: string, flags: RenderFlags) =>
  withContexts(flags, async (context) => {
    const report = await context.render(id, {
      to: dialectCalled(flags.to),
      ...given(flags, 'agent', 'at', 'branch', 'budget'),
    });
    if (output.isJson) return output.json(report);
    output.data(JSON.stringify(report.request, null, 2));
    output.talk(`About ${report.tokens} tokens; ${inWords(report.losses)}`);
    if (report.meter) output.talk(meterInWords(report.meter));
  });

export const extract = (output: Output, file: string, flags: ExtractFlags) =>
  withContexts(flags, async (context) => {
    const { from, into } = flags;
    const report = await context.extract(readText(file), {
      from: from === 'auto' ? from : dialectCalled(from),
      ...(into !== undefined && { into }),
    });
    if (output.isJson) return output.json(report);
    const rows = report.messages.map((message) => [
      message.role,
      message.author?.model ?? '',
      message.parts.map(({ type }) => type).join(' '),
      textOf(message).replaceAll(/\s+/g, ' ').slice(0, 60),
    ]);
    output.data(table(['role', 'model', 'parts', 'text'], rows));
    output.talk(inWords(report.losses));
    if (report.context !== undefined)
      output.talk(`Taken into ${report.context}, now at version ${report.version}.`);
  });

/** How much of each kind was lost. */
function inWords(losses: readonly Loss[]): string {
  if (losses.length === 0) return 'nothing was lost.';
  const counts = new Map<string, number>();
  for (const { kind } of losses) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return `lost or changed: ${kinds} (--json lists each).`;
}
