import { prose } from './prose.ts';

const SESSION = '6f2c1d1e-8a57-4c3b-9d0e-2b7f5a9c4e10';

/**
 * The lines of a Claude Code session of about so many bytes, as version 2.1 writes them: prompts,
 * thoughts, text and calls in lines of their own, results, and what stands beside the conversation.
 */
export function transcript(bytes: number): string {
  const lines: string[] = [];
  let length = 0;
  for (let round = 0; length < bytes; round += 1)
    for (const line of roundOf(round)) {
      lines.push(line);
      length += line.length + 1;
    }
  return `${lines.join('\n')}\n`;
}

const uuidOf = (round: number, step: number) =>
  `${(round + 1).toString(16).padStart(8, '0')}-0000-4000-8000-${step.toString(16).padStart(12, '0')}`;

/** The last entry of a round: what follows hangs on it. */
const LAST = 5;

/** One question, and all that is done before it is answered. */
function roundOf(round: number): readonly string[] {
  const reply = (step: number, part: string, block: object) =>
    entry(round, step, 'assistant', {
      requestId: `req_${round}_${part}`,
      message: {
        model: 'claude-sonnet-5',
        id: `msg_${round}_${part}`,
        type: 'message',
        role: 'assistant',
        content: [block],
        stop_reason: part === 'call' ? 'tool_use' : 'end_turn',
        stop_sequence: null,
        usage: {
          input_tokens: 4,
          cache_creation_input_tokens: 1_200 + round,
          cache_read_input_tokens: 18_000 + 900 * round,
          output_tokens: 310,
          service_tier: 'standard',
        },
      },
    });
  const call = `toolu_${round}`;
  const file = prose(2_400, round);
  return [
    `{"type":"queue-operation","operation":"enqueue","timestamp":"2026-03-01T10:00:00.000Z","sessionId":"${SESSION}"}`,
    entry(round, 0, 'user', { message: { role: 'user', content: prose(300, round) } }),
    reply(1, 'call', {
      type: 'thinking',
      thinking: prose(500, -round),
      signature: signature(round),
    }),
    reply(2, 'call', { type: 'text', text: prose(160, round + 7) }),
    reply(3, 'call', {
      type: 'tool_use',
      id: call,
      name: 'Read',
      input: { file_path: `/home/someone/project/src/part-${round}.ts`, limit: 200 },
    }),
    entry(round, 4, 'user', {
      message: {
        role: 'user',
        content: [{ tool_use_id: call, type: 'tool_result', content: file }],
      },
      toolUseResult: { type: 'text', file: { filePath: `part-${round}.ts`, content: file } },
    }),
    reply(LAST, 'answer', { type: 'text', text: prose(900, round + 11) }),
  ];
}

function entry(round: number, step: number, type: string, body: object): string {
  const first = round === 0 ? null : uuidOf(round - 1, LAST);
  return JSON.stringify({
    parentUuid: step === 0 ? first : uuidOf(round, step - 1),
    isSidechain: false,
    userType: 'external',
    cwd: '/home/someone/project',
    sessionId: SESSION,
    version: '2.1.330',
    gitBranch: 'main',
    type,
    ...body,
    uuid: uuidOf(round, step),
    timestamp: new Date(Date.UTC(2026, 2, 1, 10, 0, round * 10 + step)).toISOString(),
  });
}

/** As long as those that Anthropic's API gives. */
const signature = (seed: number) => Buffer.from(prose(260, seed)).toString('base64');
