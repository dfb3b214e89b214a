import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai/web';
import OpenAI from 'openai';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';

/** A body that a backend has sent: what makers take is wider than their SDKs' types. */
// biome-ignore lint/suspicious/noExplicitAny: it is handed on as it came
type Body = any;

/** Sends a request through a maker's SDK, reads the whole stream, and says how many events it had. */
type BareCall = (body: Body) => Promise<number>;

/** What each maker's own SDK does for a program that has its request at hand. */
export const bareCalls = {
  responses: (url: string): BareCall => {
    const client = new OpenAI({ baseURL: url, apiKey: TEST_KEY, maxRetries: 0 });
    return async (body) =>
      count(
        await client.responses.create(
          streamed<OpenAI.Responses.ResponseCreateParamsStreaming>(body),
        ),
      );
  },
  chat: (url: string): BareCall => {
    const client = new OpenAI({ baseURL: url, apiKey: TEST_KEY, maxRetries: 0 });
    return async (body) =>
      count(
        await client.chat.completions.create(
          streamed<OpenAI.ChatCompletionCreateParamsStreaming>(body),
        ),
      );
  },
  messages: (url: string): BareCall => {
    const client = new Anthropic({ baseURL: url, apiKey: TEST_KEY, maxRetries: 0 });
    return async (body) =>
      count(await client.messages.create(streamed<Anthropic.MessageCreateParamsStreaming>(body)));
  },
  gemini: (url: string): BareCall => {
    const client = new GoogleGenAI({
      apiKey: TEST_KEY,
      vertexai: false,
      apiVersion: 'v1',
      httpOptions: { baseUrl: url },
    });
    return async ({ contents, systemInstruction, tools, toolConfig, generationConfig }) =>
      count(
        await client.models.generateContentStream({
          model: 'gemini-3-pro',
          contents,
          config: { systemInstruction, tools, toolConfig, ...generationConfig },
        }),
      );
  },
};

const streamed = <T>(body: Body): T => ({ ...body, stream: true });

async function count(events: AsyncIterable<unknown>): Promise<number> {
  let seen = 0;
  for await (const _ of events) seen += 1;
  return seen;
}
