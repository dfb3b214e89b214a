import { Tracer } from '@aws-lambda-powertools/tracer';

export const tracer = new Tracer();

/** Work as a piece of the trace, found again by ids. Lambda's own segment takes no annotations. */
export async function traced<T>(
  ids: Readonly<Record<string, string | number>>,
  work: () => Promise<T>,
): Promise<T> {
  if (!tracer.isTracingEnabled()) return work();
  const parent = tracer.getSegment();
  const piece = parent?.addNewSubsegment('## work');
  if (!parent || !piece) return work();
  tracer.setSegment(piece);
  for (const [name, id] of Object.entries(ids)) tracer.putAnnotation(name, id);
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) tracer.addErrorAsMetadata(error);
    throw error;
  } finally {
    piece.close();
    tracer.setSegment(parent);
  }
}
