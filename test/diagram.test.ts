import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../src/catalog/catalog.ts';
import { diagramOf } from '../src/diagram/diagram-of.ts';
import { layout } from '../src/diagram/layout/layout.ts';
import { neighbourhood, scoped } from '../src/diagram/scope.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import { svg } from '../src/output/diagram/svg.ts';
import { flawsOf } from './diagram.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { oddSchema } from './odd-schema.ts';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
let catalog: Catalog;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-diagram-'));
  writeFileSync(join(folder, 'odd.sql'), oddSchema);
  writeFileSync(join(folder, 'one.sql'), 'create table only_one (id int primary key);');
  writeFileSync(join(folder, 'none.sql'), "create type mood as enum ('sad');");
  await resetDatabase();
  await (await embedded()).exec(oddSchema);
  catalog = await postgres.introspect(await embedded());
});
afterAll(async () => {
  await resetDatabase();
  rmSync(folder, { recursive: true, force: true });
});

describe('what a diagram tells', () => {
  const line = (from: string, column: string) => {
    const found = diagramOf(catalog, { views: true }).relationships.find(
      (one) => one.from === from && one.columns[0] === column,
    );
    return found && [found.fromEnd, found.toEnd];
  };

  it('takes the ends from uniqueness and nullability', () => {
    expect(line('shop.events', 'user_id')).toEqual(['zero or more', 'exactly one']);
    expect(line('shop.users', 'manager_id')).toEqual(['zero or more', 'zero or one']);
    expect(line('shop.profiles', 'user_id')).toEqual(['zero or one', 'exactly one']);
    expect(line('shop.profiles', 'other')).toEqual(['zero or one', 'zero or one']);
    // Of two columns one may be null: no reference then, unless matched in full.
    expect(line('shop.pair_notes', 'x')).toEqual(['zero or more', 'zero or one']);
    expect(line('shop.pair_notes_full', 'x')).toEqual(['zero or more', 'exactly one']);
  });

  it('folds partitions, and tells a reference of them once', () => {
    const { entities, relationships } = diagramOf(catalog, { views: false });
    expect(entities.find((one) => one.name === 'events')?.partitions).toBe(2);
    expect(entities.some((one) => one.name === 'events_2024')).toBe(false);
    expect(relationships.filter((one) => one.from === 'shop.events')).toHaveLength(1);
  });

  it('goes as far as asked from a table', () => {
    const whole = diagramOf(catalog, { views: false });
    const names = (depth: number) =>
      scoped(whole, { tables: [], around: ['shop.b'], depth }).entities.map((one) => one.name);
    expect(names(0)).toEqual(['b']);
    expect(names(1)).toEqual(['a', 'b']);
    expect(neighbourhood(whole, 'shop.users').entities.map((one) => one.key)).toEqual([
      '"Größe"."Tabelle ""x"" | <i>&amp;"',
      'shop."Users"',
      'shop.events',
      'shop.profiles',
      'shop.users',
    ]);
  });
});

describe('pictures of odd schemas', () => {
  it('are without flaws at every detail', () => {
    const diagram = diagramOf(catalog, { views: true });
    for (const detail of ['all', 'keys', 'names'] as const) {
      expect(flawsOf(layout(diagram, { detail, most: 40 })), detail).toEqual({
        overlaps: [],
        under: [],
        merged: [],
        loose: [],
      });
    }
  });

  it('do not depend on the order of the catalog', () => {
    const turned = { ...catalog, tables: [...catalog.tables].reverse(), views: [...catalog.views].reverse() };
    const draw = (one: Catalog) =>
      svg(layout(diagramOf(one, { views: true }), { most: 40 }), { theme: 'auto', title: 'x' });
    expect(draw(turned)).toBe(draw(catalog));
  });
});

describe('relvar diagram', () => {
  it('writes every format, and takes it from the name of the file', async () => {
    for (const [name, begins] of [
      ['a.svg', '<svg '],
      ['a.md', '# '],
      ['a.dbml', 'Project '],
      ['a.puml', '@startuml'],
      ['a.dot', 'digraph '],
    ] as const) {
      const file = join(folder, name);
      const { code, error } = await relvar(['diagram', join(folder, 'odd.sql'), '-o', file, '--views']);
      expect(code, error).toBe(0);
      expect(readFileSync(file, 'utf8').startsWith(begins), name).toBe(true);
    }
    const png = join(folder, 'a.png');
    expect((await relvar(['diagram', join(folder, 'odd.sql'), '-o', png])).code).toBe(0);
    expect(readFileSync(png).subarray(1, 4).toString('latin1')).toBe('PNG');
  });

  it('is the same every time, as pixels too', async () => {
    const [a, b] = [join(folder, 'x.png'), join(folder, 'y.png')];
    await relvar(['diagram', join(folder, 'odd.sql'), '-o', a]);
    await relvar(['diagram', join(folder, 'odd.sql'), '-o', b]);
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
  });

  it('draws one table, and none', async () => {
    const one = await relvar(['diagram', join(folder, 'one.sql')]);
    expect(one.out).toContain('only_one');
    const none = await relvar(['diagram', join(folder, 'none.sql')]);
    expect(none.out).toContain('There are no tables.');
    expect((await relvar(['diagram', join(folder, 'none.sql'), '--format', 'mermaid'])).out).toContain(
      'There are no tables.',
    );
  });

  it('keeps names from being markup', async () => {
    const { out } = await relvar(['diagram', join(folder, 'odd.sql')]);
    expect(out).not.toContain('<i>');
    expect(out).not.toContain('<script');
    expect(out).toContain('&lt;i&gt;');
  });

  it('draws the picture of the README', async () => {
    const shop = new URL('../examples/shop', import.meta.url).pathname;
    const { out } = await relvar(['diagram', shop, '--around', 'orders', '--columns', 'keys']);
    await expect(out.replaceAll(shop, 'examples/shop')).toMatchFileSnapshot('../docs/shop-orders.svg');
  });

  it('refuses what it cannot draw', async () => {
    const source = join(folder, 'odd.sql');
    expectRefusal(
      await relvar(['diagram', source, '--around', 'user']),
      /--around user: there is no such table.*did you mean/,
    );
    expectRefusal(await relvar(['diagram', source, '--depth', '-1']), /--depth -1: it must be a whole number/);
    expectRefusal(await relvar(['diagram', source, '--format', 'png', '--scale', '900']), /would be \d+ × \d+ pixels/);
    expectRefusal(
      await relvar(['diagram', source, '--format', 'png', '--font', source]),
      /no TrueType or OpenType font/,
    );
  });
});
