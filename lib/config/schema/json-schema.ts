import * as z from 'zod';
import { Config } from './config.ts';

/** The configuration's JSON Schema, draft 7, which is what editors read. */
export const jsonSchema = (): object => ({
  ...z.toJSONSchema(Config, { target: 'draft-7', io: 'input' }),
  title: 'MassGen configuration',
  description: 'A team of agents. The same keys in YAML and in JSON.',
  oneOf: [{ required: ['agents'] }, { required: ['agent'] }],
});
