import * as z from 'zod';
import { AgentConfig } from './agent.ts';
import { Orchestrator } from './orchestrator.ts';
import { idle, places } from './places.ts';
import { TimeoutSettings } from './timeout-settings.ts';
import { Ui } from './ui.ts';

/** MassGen's YAML or JSON, v0.0.8 with the later keys that are understood, and ours. */
export const Config = z
  .looseObject({
    agents: z.array(AgentConfig).min(1).optional().describe('Who works on a question.'),
    agent: AgentConfig.optional().describe('The one agent, instead of `agents`.'),
    orchestrator: Orchestrator.optional().describe('How agents work together, and its limits.'),
    timeout_settings: TimeoutSettings.optional().describe('How long a run may take.'),
    ui: Ui.optional().describe('How a run is shown.'),
    display: Ui.optional().describe('Another name for `ui`.'),
    memory: z.looseObject({}).optional(),
  })
  .register(places, {
    idle: {
      memory: 'The shared context remembers.',
      ...idle('filesystem_memory', 'hooks', 'rate_limits', 'permissions'),
    },
    below: ['orchestrator', 'timeout_settings'],
  });
export type Config = z.infer<typeof Config>;
