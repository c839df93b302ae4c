import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { diagramOf } from '../../diagram/diagram-of.ts';
import { layout } from '../../diagram/layout/layout.ts';
import { neighbourhood } from '../../diagram/scope.ts';
import { svg } from '../diagram/svg.ts';
import { documented } from './material.ts';
import { slugOf } from './slug.ts';

/** The pictures of a site as SVG: they follow from the catalog alone. */
export interface DocsPictures {
  readonly whole: string;
  /** By qualified name: a table and what it refers to and is referred to by; nothing where it stands alone. */
  readonly near: ReadonlyMap<string, string>;
}

export function docsPictures(catalog: Catalog, title: string): DocsPictures {
  const diagram = diagramOf(catalog, { views: false });
  const whole = svg(layout(diagram, { most: 40 }), {
    theme: 'auto',
    title: `Diagram of ${title}`,
    link: (key) => `tables/${slugOf(key)}.html`,
  });
  const near = new Map<string, string>();
  for (const focus of documented({ catalog }).map(qualified)) {
    const part = neighbourhood(diagram, focus);
    if (part.relationships.length === 0) continue;
    const detail = part.entities.length > 16 ? 'names' : 'keys';
    const drawn = svg(layout(part, { detail, most: 30 }), {
      theme: 'auto',
      title: neighboursTitle(focus),
      link: (key) => (key === focus ? undefined : `${slugOf(key)}.html`),
      focus,
    });
    near.set(focus, drawn);
  }
  return { whole, near };
}

function neighboursTitle(key: string): string {
  return `${key} and what it refers to and is referred to by`;
}
