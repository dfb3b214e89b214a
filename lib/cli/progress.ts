import type { RunEvent } from '../core/session/run-event.ts';
import { type Activity, afterEvent, wordsFor } from './activity.ts';
import { harmless, type Output } from './output.ts';

export interface Progress {
  readonly show: (event: RunEvent) => void;
  /** Says something to whoever watches, without harm to what is drawn. */
  readonly say: (text: string) => void;
  /** Leaves the last state standing; ending again does nothing. */
  readonly end: () => void;
}

const FRAME_MS = 100;
/** A terminal shows `^C` where the cursor is; what is said begins over it. */
const OVER_THE_ECHO = '\r\u001B[2K';

/** On a terminal a line for each agent, drawn anew; elsewhere a line for each thing that happens. */
export function createProgress(output: Output, wanted: boolean): Progress {
  if (!wanted || output.verbosity === 'quiet')
    return { show: () => undefined, say: output.talk, end: () => undefined };
  return output.isWatched ? drawn(output) : told(output);
}

function told(output: Output): Progress {
  return {
    show: (event) => {
      const words = wordsFor(event);
      if (words && event.agent) output.talk(harmless(`${event.agent} ${words}`));
    },
    say: output.talk,
    end: () => undefined,
  };
}

function drawn(output: Output): Progress {
  let round = 0;
  let activities: readonly Activity[] = [];
  let linesDrawn = 0;
  let isDirty = false;

  const draw = () => {
    if (!isDirty) return;
    isDirty = false;
    const width = process.stderr.columns || 80;
    const nameWidth = Math.min(24, Math.max(...activities.map(({ agent }) => agent.length)));
    const lines = [
      output.dim(`round ${round}`),
      ...activities.map((one) => toLine(output, one, nameWidth, width)),
    ];
    const up = linesDrawn > 0 ? `\u001B[${linesDrawn}A` : '';
    process.stderr.write(`${up}${lines.map((line) => `\u001B[2K${line}\n`).join('')}`);
    linesDrawn = lines.length;
  };
  const timer = setInterval(draw, FRAME_MS).unref();

  return {
    show: (event) => {
      if (event.type === 'round.started') round = event.round ?? round;
      activities = afterEvent(activities, event);
      isDirty ||= event.agent !== undefined;
    },
    say: (text) => {
      draw();
      linesDrawn = 0;
      process.stderr.write(OVER_THE_ECHO);
      output.talk(text);
    },
    end: () => {
      clearInterval(timer);
      draw();
    },
  };
}

function toLine(
  output: Output,
  { agent, says, written }: Activity,
  nameWidth: number,
  width: number,
): string {
  const writing = written > 0 ? ` (${written.toLocaleString('en')} characters)` : '';
  const words = harmless(`${says}${writing}`).replaceAll('\n', ' ');
  const name = harmless(agent).slice(0, nameWidth).padEnd(nameWidth);
  return `${output.bold(name)}  ${words.slice(0, Math.max(10, width - nameWidth - 3))}`;
}
