import type { ConfigDocument } from '../../lib/config/config-document.ts';
import { mainBranch } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { folder } from '../support/command.ts';
import { redactor } from '../support/memory-log.ts';

const nothing = () => undefined;

/** What the same run commits on one machine. */
export async function embedded(config: ConfigDocument): Promise<readonly Commit[]> {
  const data = folder();
  const massgen = await createMassGen({ data, lookup: nothing });
  await massgen.ask('Why?', { config, session: 's' });
  massgen.close();
  const { table, close } = await openPlace(data, nothing, nothing);
  const log = createContextLog({ table, clock: systemClock, ids: randomIds, redactor });
  const { commits } = await log.history(mainBranch('local', 's'));
  close();
  return commits;
}
