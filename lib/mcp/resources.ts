import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Item } from '../core/context/item.ts';
import { isFault, toFault } from '../core/shared/faults.ts';
import type { Desk } from './desk.ts';
import { fromUri, type ItemAddress, toUri } from './item-uri.ts';
import { NOTICE, quotedItem } from './quote.ts';
import { findItem, seenItems } from './read-context.ts';
import { createSubscriptions } from './subscriptions.ts';

const PAGE = 100;
const TEXT = 'text/plain';

/** Offers each item of a context as a resource: listed by the page, read, and told of when it changes. */
export function offerResources(server: Server, desk: Desk, context: string | undefined): void {
  server.registerCapabilities({ resources: { ...(desk.isLasting && { subscribe: true }) } });

  server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => {
    const items = context === undefined ? [] : await visibleItems(desk, context);
    const from = params?.cursor === undefined ? 0 : placeOf(params.cursor);
    const page = items.slice(from, from + PAGE);
    return {
      resources: page.map((item) => toResource(context ?? '', item)),
      ...(from + PAGE < items.length && { nextCursor: String(from + PAGE) }),
    };
  });

  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        name: 'item',
        description: 'An item of a shared context, by its id.',
        uriTemplate: `massgen://${context ?? '{context}'}/item/{item}`,
        mimeType: TEXT,
      },
    ],
  }));

  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const { context: of, item } = addressed(uri, context);
    const found = await findItem(desk, of, item).catch((error) => {
      throw new McpError(RESOURCE_NOT_FOUND, desk.tell(toFault(error)), { uri });
    });
    const text = [NOTICE, quotedItem(found)].join('\n\n');
    return { contents: [{ uri, mimeType: TEXT, text }] };
  });

  if (desk.isLasting) offerSubscriptions(server, desk, context);
}

function offerSubscriptions(server: Server, desk: Desk, context: string | undefined): void {
  const subscriptions = createSubscriptions(desk, (uri) => server.sendResourceUpdated({ uri }));
  server.onclose = subscriptions.end;
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) => {
    subscriptions.add(toUri(addressed(uri, context)));
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) => {
    subscriptions.remove(toUri(addressed(uri, context)));
    return {};
  });
}

/** https://modelcontextprotocol.io/specification/2025-11-25/server/resources#error-handling */
const RESOURCE_NOT_FOUND = -32002;

async function visibleItems(desk: Desk, context: string): Promise<readonly Item[]> {
  try {
    return (await seenItems(desk, context)).filter(({ kind }) => kind !== 'event');
  } catch (error) {
    if (isFault(error, 'context.unknown')) return [];
    throw error;
  }
}

const toResource = (context: string, { id, kind, author, version }: Item) => ({
  uri: toUri({ context, item: id }),
  name: id,
  description: `${kind} of ${author.agent.slice(0, 100)}, version ${version}`,
  mimeType: TEXT,
});

function placeOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new McpError(ErrorCode.InvalidParams, 'The cursor is none of this list.');
}

/** Another context than the one that is worked on is out of reach. */
function addressed(uri: string, context: string | undefined): ItemAddress {
  const address = fromUri(uri);
  if (address && (context === undefined || address.context === context)) return address;
  throw new McpError(RESOURCE_NOT_FOUND, 'There is no such resource.', { uri: uri.slice(0, 200) });
}
