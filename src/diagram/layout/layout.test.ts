import { describe, expect, it } from 'vitest';
import { corpusFiles, withCorpus } from '../../../test/corpus.ts';
import { flawsOf } from '../../../test/diagram.ts';
import { postgres } from '../../engines/postgres/index.ts';
import type { Diagram } from '../diagram.ts';
import { diagramOf } from '../diagram-of.ts';
import { layout } from './layout.ts';

/** The diagram with one more table, which refers to the one in the middle. */
function withOneMore(diagram: Diagram): Diagram {
  const target = diagram.entities[diagram.entities.length >> 1];
  const [column] = target?.columns ?? [];
  if (!target || !column) throw new Error('the schema has no table to refer to');
  const added = { ...target, key: 'public.zz_added', schema: 'public', name: 'zz_added' };
  return {
    ...diagram,
    entities: [...diagram.entities, added],
    relationships: [
      ...diagram.relationships,
      {
        key: 'public.zz_added fk',
        kind: 'foreign key',
        name: 'fk',
        from: added.key,
        to: target.key,
        columns: [column.name],
        referencedColumns: [column.name],
        fromEnd: 'zero or more',
        toEnd: 'exactly one',
        onDelete: 'no action',
        enforced: true,
      },
    ],
  };
}

/** The box above and the box below each box in its column, the added one left out. */
function besides(diagram: Diagram): ReadonlyMap<string, string> {
  const columns = new Map<string, { readonly key: string; readonly y: number }[]>();
  for (const { box, cluster, x, y } of layout(diagram, { most: 40 }).boxes) {
    if (box.entity.name === 'zz_added') continue;
    const column = columns.get(`${cluster} ${x}`) ?? [];
    columns.set(`${cluster} ${x}`, column);
    column.push({ key: box.entity.key, y });
  }
  return new Map(
    [...columns.values()].flatMap((column) => {
      const keys = column.sort((a, b) => a.y - b.y).map((one) => one.key);
      return keys.map((key, at) => [key, `${keys[at - 1] ?? ''} ${keys[at + 1] ?? ''}`] as const);
    }),
  );
}

const flawless = { overlaps: [], under: [], loose: [] };

describe('pictures of real schemas', () => {
  for (const file of corpusFiles) {
    it(file, async () => {
      const catalog = await withCorpus(file, (database) => postgres.introspect(database));
      const diagram = diagramOf(catalog, { views: true });
      const [before, after] = [besides(diagram), besides(withOneMore(diagram))];
      const kept = [...before].filter(([key, beside]) => after.get(key) === beside).length / before.size;
      // Up to 24 tables are one cluster, which may be laid out anew; of more, most stay beside what they stood beside.
      if (diagram.entities.length > 30) expect(kept, `${file}: boxes that stay`).toBeGreaterThan(0.4);
      for (const detail of ['all', 'keys', 'names'] as const) {
        const picture = layout(diagram, { detail, most: 40 });
        const { merged, ...flaws } = flawsOf(picture);
        expect(flaws, `${file} ${detail}`).toEqual(flawless);
        const nets = new Set(picture.wires.map((wire) => wire.line.net)).size;
        expect(merged.length / nets, `${file} ${detail}`).toBeLessThan(0.04);
        expect(picture.boxes).toHaveLength(diagram.entities.length);
        expect(picture.wires).toHaveLength(diagram.relationships.length);
        const aspect = picture.width / picture.height;
        if (diagram.entities.length >= 10) {
          expect(aspect, `${file} ${detail}`).toBeGreaterThan(1.2);
          expect(aspect, `${file} ${detail}`).toBeLessThan(2.2);
        }
      }
    }, 240_000);
  }
});
