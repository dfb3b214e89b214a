import { expect, it } from 'vitest';
import { createInProcessBus } from '../../lib/bus/in-process-bus.ts';

it('every listener hears every announcement in order, also behind one that throws', async () => {
  const bus = createInProcessBus<number>();
  const heard: number[] = [];
  bus.subscribe(() => {
    throw new Error('out of order');
  });
  bus.subscribe((announcement) => void heard.push(announcement));
  await bus.publish([1, 2]);
  await bus.publish([3]);
  expect(heard).toEqual([1, 2, 3]);
});

it('whoever has ended a subscription hears nothing more', async () => {
  const bus = createInProcessBus<number>();
  const heard: number[] = [];
  const unsubscribe = bus.subscribe((announcement) => void heard.push(announcement));
  await bus.publish([1]);
  unsubscribe();
  await bus.publish([2]);
  expect(heard).toEqual([1]);
});
