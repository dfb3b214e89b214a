import { isMakerType, makerOf } from '../makers.ts';
import { formatPath } from '../path.ts';
import { everyBackendIn, type Rule } from './rule.ts';

/** A hosted maker without a default model must be told which one; a local server has its own. */
export const namesModels: Rule = function* ({ filled }) {
  for (const { value, path } of everyBackendIn(filled)) {
    const { type, model } = value;
    if (model !== undefined || typeof type !== 'string' || !isMakerType(type)) continue;
    const maker = makerOf(type);
    if (maker.local || maker.defaultModel || maker.choosesModel) continue;
    yield {
      path: formatPath([...path, 'model']),
      message: `\`model\` is missing: ${maker.title} has no model of choice.`,
      suggestion: `Add \`model:\` with the name that ${maker.title} gives it.`,
    };
  }
};
