import { describe, expect, it } from 'vitest';
import { corpusFiles, withCorpus } from '../../../test/corpus.ts';
import { flawsOf } from '../../../test/diagram.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { diagramOf } from '../diagram-of.ts';
import { layout } from './layout.ts';

const flawless = { overlaps: [], under: [], loose: [] };

describe('pictures of real schemas', () => {
  for (const file of corpusFiles) {
    it(file, async () => {
      const catalog = await withCorpus(file, (database) => postgres.introspect(database));
      const diagram = diagramOf(catalog, { views: true });
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
    });
  }
});
