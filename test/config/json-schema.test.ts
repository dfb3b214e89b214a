import { describe, expect, it } from 'vitest';
import { backendTypes } from '../../lib/config/backend-types.ts';
import { jsonSchema } from '../../lib/config/schema/json-schema.ts';

const schema = JSON.parse(JSON.stringify(jsonSchema()));
const backend = schema.properties.agent.properties.backend.properties;

describe('the JSON Schema', () => {
  it('is one that editors read', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      oneOf: [{ required: ['agents'] }, { required: ['agent'] }],
    });
  });

  it('offers the backend types and the values of a choice', () => {
    expect(backend.type.enum).toEqual(backendTypes);
    const { context } = schema.properties.orchestrator.properties;
    expect(context.properties.sharing.enum).toEqual(['answers', 'transcript', 'none']);
  });

  it.each(['type', 'model', 'api_key', 'base_url', 'temperature', 'max_tokens', 'script'])(
    'tells what %s is',
    (key) => {
      expect(backend[key].description).toMatch(/\w/);
    },
  );

  it('says what an agent must have', () => {
    expect(schema.properties.agents.items.required).toEqual(['id', 'backend']);
    expect(schema.properties.agents.items.properties.backend.required).toEqual(['type']);
  });
});
