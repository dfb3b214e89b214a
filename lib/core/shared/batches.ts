interface Work<Place, One> {
  readonly nameOf: (place: Place) => string;
  /** How many of those that have waited longest can go together: one at least. */
  readonly together: (waiting: readonly One[]) => number;
  /** Never rejects. */
  readonly work: (place: Place, batch: readonly One[]) => Promise<void>;
}

/**
 * What comes for one place is worked on in the order it came, one batch at a time, so that what waits
 * for the same thing goes together; different places do not wait for each other.
 */
export function createBatches<Place, One>({ nameOf, together, work }: Work<Place, One>) {
  const queues = new Map<string, One[]>();

  const run = async (place: Place, queue: One[]) => {
    await undefined; // what comes in the same breath goes along
    while (queue.length > 0) await work(place, queue.splice(0, together(queue)));
    queues.delete(nameOf(place));
  };

  return (place: Place, one: One): void => {
    const name = nameOf(place);
    const queue = queues.get(name) ?? [];
    queue.push(one);
    if (queues.has(name)) return;
    queues.set(name, queue);
    void run(place, queue);
  };
}
