import type { Json } from '../../core/shared/json.ts';

/** Three ways of looking at one question, for one and the same model. */
const voices = {
  proposer: 'You propose. Give the most useful answer you can, complete and concrete.',
  sceptic:
    'You doubt. Look for what is wrong, missing or only assumed, and answer with what survives.',
  judge: 'You weigh. Compare what can be said for each side, decide, and say why in plain words.',
};

/** A proposer, a sceptic and a judge on one backend. */
export const threeVoices = (backend: { readonly [key: string]: Json }): Json =>
  Object.entries(voices).map(([id, system_message]) => ({ id, backend, system_message }));
