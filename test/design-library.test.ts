import { expect, it } from 'vitest';
import { openScript } from '../src/app/design/open-script.ts';
import { domains } from '../src/design/knowledge/knowledge.ts';
import { designOfPattern } from '../src/design/patterns/compose.ts';
import { structure } from '../src/design/structure/structure.ts';
import { postgres } from '../src/engines/postgres/index.ts';

/** All that the library knows of a domain becomes a schema that PostgreSQL takes as it is. */
it.each(domains)(
  'the domain $name loads',
  async ({ name, title }) => {
    const design = designOfPattern({ name, title, about: '', parts: [{ domain: name, entities: 'all' }] }, domains);
    const traits = postgres.traits('18');
    const writer = postgres.blueprints;
    if (!writer) throw new Error('nothing writes designs');
    const { blueprint } = structure(design, traits);
    const now = new Date('2026-01-01T00:00:00Z');
    const world = { now, signal: new AbortController().signal, progress: () => {}, clock: () => 0 };
    const opened = await openScript(writer.script(blueprint, traits, now), postgres, undefined, world);
    try {
      const tables = opened.catalog.tables.filter((one) => !one.partitionOf).map((one) => one.name);
      expect(tables.length).toBeGreaterThanOrEqual(design.entities.length);
      for (const table of opened.catalog.tables) expect(table.primaryKey, table.name).toBeDefined();
    } finally {
      await opened.close();
    }
  },
  60_000,
);
