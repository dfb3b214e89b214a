import * as z from 'zod';
import { idle, places } from './places.ts';

/** How MassGen shows a run. `type` is a common slip for `display_type`, and as good. */
export const Ui = z
  .looseObject({
    display_type: z.string().optional().describe('rich_terminal, simple, silent or none.'),
    type: z.string().optional().describe('Another name for `display_type`.'),
    logging_enabled: z.boolean().optional(),
    use_orchestrator_for_single_agent: z.boolean().optional(),
  })
  .register(places, { idle: idle('use_orchestrator_for_single_agent', 'automation_mode') });
