import { Fault } from '../../lib/core/shared/faults.ts';
import { createProcess, type Process } from './process.ts';
import type { World } from './world.ts';

/** How a function looks from outside that came to nothing, as Step Functions names it. */
const DEATHS = ['Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout'] as const;
/** How long a caller waits, at most, before it is told that a function failed which works on. */
const LOST_MS = 20_000;

/** A function: what it does with an event, in a process that may have done others before. */
export type Handler = (event: unknown) => Promise<unknown>;

export interface Lambda<Name extends string> {
  readonly invoke: (name: Name, event: unknown) => Promise<unknown>;
  /** Calls a function for an event: as often as it takes, within reason, and sometimes once more or never. */
  readonly deliver: (name: Name, event: unknown) => void;
  /** Events that are on their way. */
  readonly waiting: () => number;
}

interface Container {
  readonly process: Process;
  readonly handler: Handler;
}

export function createLambda<Name extends string>(
  world: World,
  load: (name: Name, process: Process) => Handler,
): Lambda<Name> {
  const { random, timeline } = world;
  const idle = new Map<Name, Container[]>();
  let containers = 0;
  let waiting = 0;

  const cold = (name: Name): Container => {
    containers += 1;
    const process = createProcess(world, `${name}#${containers}`);
    return { process, handler: load(name, process) };
  };

  const work = async (name: Name, { process, handler }: Container, event: unknown) => {
    try {
      return await handler(asJson(event));
    } catch (error) {
      if (!(error instanceof Fault)) world.complain(`${process.name} throws ${nameOf(error)}`);
      throw error;
    } finally {
      idle.set(name, [...(idle.get(name) ?? []), { process, handler }]);
    }
  };

  const invoke: Lambda<Name>['invoke'] = async (name, event) => {
    await timeline.pause(random.below(50));
    if (world.suffers('no function')) throw named('Lambda.TooManyRequestsException');
    const isWarm = random.happens(0.7);
    const container = (isWarm && idle.get(name)?.pop()) || cold(name);
    const working = work(name, container, event);
    const died = container.process.dead.then(() => {
      throw named(random.pick(DEATHS));
    });
    const isLost = world.suffers('lost function');
    const lost = isLost ? [timeline.pause(random.below(LOST_MS)).then(forget(container))] : [];
    return asJson(await Promise.race([working, died, ...lost]));
  };

  const forget =
    ({ process }: Container) =>
    () => {
      world.tell(`${process.name} is given up, and works on`);
      throw named('Lambda.Unknown');
    };

  const attempt = async (name: Name, event: unknown) => {
    for (let tries = 0; tries < 3; tries += 1) {
      await timeline.pause(random.below(2_000) * (1 + tries * 10));
      try {
        await invoke(name, event);
        return;
      } catch {
        // it is tried again, and then it is lost
      }
    }
  };

  return {
    invoke,
    deliver: (name, event) => {
      const times = world.suffers('lost event') ? 0 : world.suffers('doubled event') ? 2 : 1;
      for (let time = 0; time < times; time += 1) {
        waiting += 1;
        attempt(name, event).finally(() => {
          waiting -= 1;
        });
      }
    },
    waiting: () => waiting,
  };
}

const named = (name: string): Error => Object.assign(new Error(name), { name });

const nameOf = (error: unknown) => (error instanceof Error ? `${error.stack}` : String(error));

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
