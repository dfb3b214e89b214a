import { Fault } from '../../core/shared/faults.ts';
import { isJson } from '../../core/shared/json.ts';
import { dialectCalled } from '../../dialects/dialect-name.ts';
import { type Operations, replied } from '../operation.ts';
import type { translationRoutes } from '../routes/translation.ts';

export const translationOperations: Operations<typeof translationRoutes> = {
  viewContext: ({ service }, { context, ...options }) =>
    replied(service.contexts.view(context, options)),

  renderContext: async ({ service }, { context, to, ...options }) =>
    replied(service.contexts.render(context, { to: dialectCalled(to), ...options })),

  extractMessages: async ({ service }, { from, body, ...options }) =>
    replied(
      service.contexts.extract(textOf(body), {
        from: from === 'auto' ? from : dialectCalled(from),
        ...options,
      }),
    ),
};

/** A transcript's lines come as text, a request's body may come as it is. Throws `context.invalid`. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (isJson(body)) return JSON.stringify(body);
  throw new Fault('context.invalid', { problem: 'The body is nested too deep to be a request.' });
}
