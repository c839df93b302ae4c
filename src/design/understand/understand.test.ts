import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { grammar, understand } from './understand.ts';

function design(text: string): Design {
  return understand({ text, name: 'the description' }, domains);
}

/** Entities with their attributes, as one text each. */
function attributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    design(text).entities.map((one) => [one.name, one.attributes.map(({ name }) => name).join(' ')]),
  );
}

/** Relations as `from > to` (many to one), `from - to` (one to one), `from x to` (many to many), with a role of its own. */
function relations(text: string): readonly string[] {
  const signs = { 'many-to-one': '>', 'one-to-one': '-', 'many-to-many': 'x' };
  return design(text)
    .relations.map(({ from, to, kind, role }) => `${from} ${signs[kind]} ${to}${role === to ? '' : ` as ${role}`}`)
    .sort();
}

describe('a description', () => {
  it('that lists tables and columns is taken at its word', () => {
    expect(
      attributes(
        'Define a crates table with crate_id, label, and shelf_id. The pallets table should have pallet_no and weight columns.',
      ),
    ).toEqual({ crate: 'crate_id label shelf_id', pallet: 'pallet_no weight' });
  });

  it('that writes tables as code gives keys and references', () => {
    const { entities, relations } = design('Boats(id, name unique), Trips(id, boat_id, left_at timestamp)');
    expect(entities.map((one) => [one.table, one.identifiedBy])).toEqual([
      ['boats', ['id']],
      ['trips', ['id']],
    ]);
    expect(relations.map(({ from, to, column }) => [from, to, column])).toEqual([['trip', 'boat', 'boat_id']]);
  });

  it('keeps the words and the line of every decision', () => {
    const { entities } = design('A museum.\nEach painting has a title and a year.');
    expect(entities[0]?.attributes[0]?.cause).toMatchObject({ kind: 'said', line: 2 });
  });

  it('has things in prose: with, has, belongs to', () => {
    expect(relations('Each orchard has many trees. A tree belongs to a species.')).toEqual([
      'tree > orchard',
      'tree > species',
    ]);
  });

  it('is refused where it names nothing', async () => {
    await expect(grammar(domains).propose({ text: 'the and of with', name: 'the description' })).rejects.toThrow(
      'names nothing',
    );
  });
});
