import type { JsonSchema } from './json-schema.js';

const text: JsonSchema = { type: 'string' };

/** What a command answers. */
export const answerSchema: JsonSchema = {
  type: 'object',
  properties: {
    dossierId: text,
    code: { type: 'string', nullable: true },
    revision: { type: 'integer' },
    position: text,
  },
  required: ['dossierId', 'code', 'revision', 'position'],
};

/** RFC 9457, with the code of the refusal and the law it rests on. */
export const problemSchema: JsonSchema = {
  type: 'object',
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    code: text,
    law: { type: 'string', nullable: true },
    requestId: text,
  },
  required: ['type', 'title', 'status'],
};
