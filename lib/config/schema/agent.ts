import * as z from 'zod';
import { BackendConfig } from './backend.ts';
import { idle, places } from './places.ts';

export const AgentConfig = z
  .looseObject({
    id: z.string().describe('Its name: unique, one line, at most 100 characters.'),
    backend: BackendConfig,
    system_message: z.string().optional().describe('Who it is and what it should do.'),
    append_system_prompt: z.string().optional().describe('Follows the system message.'),
    fallback: z
      .array(BackendConfig)
      .optional()
      .describe('Backends that take over, in this order, where its own cannot answer.'),
  })
  .register(places, {
    idle: idle(
      'memory',
      'subtask',
      'voting_sensitivity',
      'voting_threshold',
      'hooks',
      'subagent_agents',
    ),
    below: ['backend'],
  });
export type AgentConfig = z.infer<typeof AgentConfig>;
