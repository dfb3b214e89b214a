import * as z from 'zod';
import { Session } from '../../core/session/session.ts';

export const SessionLine = Session.omit({ anchor: true, backends: true });

export const SessionList = z.object({
  sessions: z.array(SessionLine),
  capped: z.literal(true).exactOptional(),
});

export const SessionStory = SessionLine.extend({
  history: z.array(
    z.object({
      turn: z.int().positive(),
      run: z.string(),
      question: z.string(),
      answer: z.string().nullable(),
    }),
  ),
});
