/** Whether a model is the one of that name: it may be called with its date. */
export const isModel = (model: string, name: string): boolean =>
  model === name || (model.startsWith(`${name}-`) && /^[\d-]{4,}$/.test(model.slice(name.length)));
