import type { Shape } from '#kernel';

/** A schema as OpenAPI writes it; arrays are mutable because the library's types are. */
export interface JsonSchema {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: string[];
  readonly items?: JsonSchema;
  readonly properties?: Record<string, JsonSchema>;
  readonly required?: string[];
  readonly additionalProperties?: boolean;
}

/** The shape that input is checked by, as the page of the API shows it; a field that may be null may be left out. */
export function jsonSchemaOf(shape: Shape): JsonSchema {
  switch (shape.is) {
    case 'text':
      return { type: 'string' };
    case 'integer':
    case 'number':
      return { type: shape.is };
    case 'flag':
      return { type: 'boolean' };
    case 'one-of':
      return { type: 'string', enum: [...shape.values] };
    case 'list':
      return { type: 'array', items: jsonSchemaOf(shape.of) };
    case 'optional':
      return jsonSchemaOf(shape.of);
    case 'nullable':
      return { ...jsonSchemaOf(shape.of), nullable: true };
    case 'record': {
      const fields = Object.entries(shape.fields);
      const required = fields.filter(([, { is }]) => is !== 'optional' && is !== 'nullable').map(([name]) => name);
      return {
        type: 'object',
        properties: Object.fromEntries(fields.map(([name, field]) => [name, jsonSchemaOf(field)])),
        ...(required.length === 0 ? {} : { required }),
        additionalProperties: false,
      };
    }
  }
}
