import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { ROOT } from './planted-tree.js';

interface Service {
  readonly image: string;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const compose = load(read('docker/compose.yaml'), { schema: YAML11_SCHEMA }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const { api, worker, postgres, eventstore } = compose.services;

describe('docker/compose.yaml', () => {
  it('runs api and worker on PostgreSQL 18 and EventStoreDB', () => {
    expect([api, worker, postgres, eventstore].map((service) => service?.image.split('-')[0])).toEqual([
      'dung',
      'dung',
      'postgres:18',
      'eventstore/eventstore:23.10.6',
    ]);
  });

  it('starts them when the stores are healthy, and the stores have a health check', () => {
    for (const app of [api, worker])
      expect(app?.depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        eventstore: { condition: 'service_healthy' },
      });
    for (const store of [postgres, eventstore]) expect(Object.keys(store?.healthcheck ?? {})).toContain('test');
  });

  it('takes every secret from the environment and refuses to start without it', () => {
    for (const [name, { environment }] of Object.entries(compose.services))
      for (const [key, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|KEY|DATABASE_URL/.test(key))
          expect(`${name} ${key} ${value}`).toMatch(/\$\{[A-Z_]+:\?[^}]+\}/);
  });

  it('publishes the API alone, on the host itself unless told otherwise', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports }]) =>
      (ports ?? []).map((p) => [name, p]),
    );
    expect(published).toEqual([['api', '${PUBLISH:-127.0.0.1:3000}:3000']]);
  });

  it('keeps what the stores hold in declared volumes', () => {
    const used = Object.values(compose.services).flatMap(({ volumes }) => (volumes ?? []).map((v) => v.split(':')[0]));
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});

describe('docker/Dockerfile', () => {
  const lines = read('docker/Dockerfile').split('\n');
  const stages = lines.filter((line) => line.startsWith('FROM '));

  it('ends in an image without development packages, run by nobody special, with a health check', () => {
    const last = lines.slice(lines.lastIndexOf(stages.at(-1) ?? ''));
    expect(lines.filter((line) => line.includes('npm ci --omit=dev'))).toHaveLength(1);
    expect(last).toContain('USER node');
    expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    expect(last).toContain('STOPSIGNAL SIGTERM');
  });

  it('copies only what exists here', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    for (const path of new Set(copied)) expect(() => readFileSync(join(ROOT, path))).not.toThrow(/ENOENT/);
  });
});
