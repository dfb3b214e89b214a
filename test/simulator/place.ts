/** One branch of a context. */
export interface Place {
  readonly context: string;
  readonly branch: string;
}

export const nameOf = ({ context, branch }: Place): string => `${context}/${branch}`;

export function placeOf(name: string): Place {
  const [context = '', branch = ''] = name.split('/');
  return { context, branch };
}
