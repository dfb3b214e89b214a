import { createHash } from 'node:crypto';
import { type Cloud, createCloud, type Mistake } from './cloud.ts';
import { checkInvariants } from './invariants.ts';
import { bePeople } from './people.ts';
import { placeOf } from './place.ts';
import { isAnyBehind } from './reactor-problems.ts';
import { forgetAll } from './tend.ts';
import { createWorld, type World } from './world.ts';

const MINUTE = 60_000;
/** The schedule of `catch-up`. */
const CATCH_UP = 5 * MINUTE;
/** What is not over then never will be: no run lasts as long, whatever it takes to find that its machine is gone. */
const LONGEST = 180 * MINUTE;
/** Things that happen in one world, at most. */
const MAX_EVENTS = 20_000;

export interface Simulation {
  readonly problems: readonly string[];
  readonly trace: readonly string[];
  /** Of the trace: the same seed, the same digest. */
  readonly digest: string;
}

/** Lives through one world: people use a cloud in which all goes wrong, then it calms down, and must be well. */
export async function simulate(seed: number, mistake?: Mistake): Promise<Simulation> {
  const world = createWorld(seed);
  const cloud = createCloud(world, mistake);
  let isOver = false;
  live(world, cloud, () => isOver)
    .catch((error: unknown) => world.complain(`the simulation fails: ${error}`))
    .finally(() => {
      isOver = true;
    });
  let events = 0;
  await world.timeline.run(() => {
    events += 1;
    return isOver || events > MAX_EVENTS;
  });
  cloud.close();
  if (!isOver) world.complain(`nothing is over after ${events} events`);
  const digest = createHash('sha256').update(world.trace.join('\n')).digest('hex').slice(0, 16);
  return { problems: world.problems, trace: world.trace, digest };
}

async function live(world: World, cloud: Cloud, isOver: () => boolean) {
  const { timeline } = world;
  const { lambda, executions } = cloud;
  const schedule = async () => {
    for (;;) {
      await timeline.pause(CATCH_UP);
      if (isOver()) return;
      lambda.deliver('catch-up', {});
    }
  };
  schedule();
  const ledger = await bePeople(world, lambda);
  world.calm();
  const last = timeline.now().getTime() + LONGEST;
  while (timeline.now().getTime() < last) {
    await timeline.pause(2 * CATCH_UP);
    const isQuiet = executions.running() === 0 && lambda.waiting() === 0;
    if (isQuiet && !(await isAnyOpen(cloud)) && !(await isAnyLate(cloud))) break;
  }
  await forgetAll(world, lambda, ledger);
  await timeline.pause(2 * CATCH_UP);
  for (const name of cloud.announced.keys()) lambda.deliver('listen', placeOf(name));
  await timeline.pause(MINUTE);
  await checkInvariants(world, cloud, ledger);
}

async function isAnyOpen({ table }: Cloud): Promise<boolean> {
  for await (const _ of table.list('tenant/open-runs')) return true;
  return false;
}

async function isAnyLate(cloud: Cloud): Promise<boolean> {
  for (const name of cloud.announced.keys())
    if (await isAnyBehind(cloud, placeOf(name).context)) return true;
  return false;
}
