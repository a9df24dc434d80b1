import type { EventSchema, Shape } from '#kernel';
import * as catalogue from '#catalogue';
import * as dossier from '#dossier';
import * as oversight from '#oversight';
import { decidedBy } from './commands.js';
import { readModels } from './read-models.js';
import type { Page } from './sources.js';

const MARK = '*';

/** A shape as a person reads it; personal text carries the mark. */
export function notation(shape: Shape, indent = ''): string {
  switch (shape.is) {
    case 'text':
      return shape.personal ? `text${MARK}` : 'text';
    case 'integer':
    case 'number':
    case 'flag':
      return shape.is;
    case 'one-of':
      return shape.values.map((value) => `'${value}'`).join(' | ');
    case 'list': {
      const of = notation(shape.of, indent);
      return shape.of.is === 'one-of' || shape.of.is === 'nullable' ? `list of (${of})` : `list of ${of}`;
    }
    case 'optional':
      return notation(shape.of, indent);
    case 'nullable':
      return `${notation(shape.of, indent)} | null`;
    case 'record':
      return `{\n${fields(shape.fields, `${indent}  `)}\n${indent}}`;
  }
}

const fields = (of: Readonly<Record<string, Shape>>, indent: string): string =>
  Object.entries(of)
    .map(([name, shape]) => `${indent}${name}${shape.is === 'optional' ? '?' : ''}: ${notation(shape, indent)}`)
    .join('\n');

const isSchema = (value: unknown): value is EventSchema =>
  typeof value === 'object' && value !== null && 'type' in value && 'v' in value && 'vi' in value && 'shape' in value;

/** A lib exports the events of a stream as one record named `<stream>Events`. */
export function streamsOf(lib: Readonly<Record<string, unknown>>): ReadonlyMap<string, readonly EventSchema[]> {
  const streams = new Map<string, readonly EventSchema[]>();
  for (const [name, value] of Object.entries(lib)) {
    if (!name.endsWith('Events') || typeof value !== 'object' || value === null) continue;
    const schemas: readonly unknown[] = Object.values(value);
    if (schemas.length > 0 && schemas.every(isSchema)) streams.set(name.replace(/Events$/, ''), schemas);
  }
  return streams;
}

export function eventsPage(): Page {
  const models = readModels();
  const deciders = decidedBy();
  const streams = [...streamsOf(dossier), ...streamsOf(catalogue), ...streamsOf(oversight)];
  const section = ({ type, v, vi, shape }: EventSchema): string => {
    const about = [
      `*${vi}*`,
      ...(deciders.has(type) ? [`decided by ${deciders.get(type)?.join(', ')}`] : []),
      ...(models.has(type) ? [`counted by ${models.get(type)?.join(', ')}`] : []),
    ];
    return `### ${type} v${v}

${about.join(' · ')}
${Object.keys(shape.fields).length === 0 ? '' : `\n\`\`\`\n${fields(shape.fields, '')}\n\`\`\`\n`}`;
  };
  return {
    text: `# Events

What the log holds, from the schemas themselves. A text marked \`${MARK}\` is or may hold personal data. Written by \`npm run docs\`.

${streams.map(([name, schemas]) => `## Stream ${name}\n\n${schemas.map(section).join('\n')}`).join('\n')}`,
    faults: [],
  };
}
