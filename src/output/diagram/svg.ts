import type { Cardinality, Relationship } from '../../diagram/diagram.ts';
import { hiddenText, measures } from '../../diagram/layout/box.ts';
import type { Picture, PlacedBox } from '../../diagram/layout/layout.ts';
import type { Point, Wire } from '../../diagram/layout/wire.ts';
import { markup } from '../html-text.ts';
import { printable } from '../printable.ts';
import { type DiagramTheme, dark, light } from './theme.ts';

export interface SvgOptions {
  /** `auto` follows the reader's preference. */
  readonly theme: 'light' | 'dark' | 'auto';
  /** What the picture shows, for those who cannot see it. */
  readonly title: string;
  /** The entity to stand out, by its key. */
  readonly focus?: string;
  /** Where a click on an entity leads, by its key. */
  readonly link?: (key: string) => string | undefined;
}

/** Fonts of the same widths on all systems: boxes are measured for them. */
const font = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif";
const colours = 8;
const margin = 8;

/** The size of the drawing, in pixels. */
export function svgSize({ width, height }: Pick<Picture, 'width' | 'height'>): {
  readonly width: number;
  readonly height: number;
} {
  return { width: Math.max(260, width + 2 * margin), height: Math.max(64, height + 2 * margin) };
}

/** The picture as SVG, by itself: no script, no font, nothing from elsewhere. */
export function svg(picture: Picture, options: SvgOptions): string {
  const { width, height } = svgSize(picture);
  const cluster = new Map(picture.boxes.map((one) => [one.box.entity.key, one.cluster]));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="relvar" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${text(options.title)}</title>`,
    `<style>${style(options.theme)}</style>`,
    `<rect class="ground" width="100%" height="100%"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...picture.clusters
      .filter((one) => one.title !== '')
      .map(
        (one) =>
          `<rect class="cluster" x="${n(one.x)}" y="${n(one.y)}" width="${n(one.width)}" height="${n(one.height)}" rx="8"/>`,
      ),
    ...picture.wires.flatMap((wire) => {
      const relationship = picture.diagram.relationships[wire.line.number];
      return relationship ? [lineSvg(wire, relationship, (cluster.get(relationship.to) ?? 0) % colours)] : [];
    }),
    ...picture.clusters
      .filter((one) => one.title !== '')
      .map((one) => `<text class="area" x="${n(one.x + 12)}" y="${n(one.y + 17)}">${text(one.title)}</text>`),
    ...picture.boxes.map((one) => linked(boxSvg(one, one.box.entity.key === options.focus), one, options)),
    ...(picture.boxes.length === 0 ? ['<text class="none" x="24" y="44">There are no tables.</text>'] : []),
    '</g>',
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function linked(drawn: string, { box }: PlacedBox, { link }: SvgOptions): string {
  const href = link?.(box.entity.key);
  return href === undefined ? drawn : `<a href="${text(href)}">${drawn}</a>`;
}

function boxSvg({ box, x, y, width, cluster }: PlacedBox, focus: boolean): string {
  const { entity, title, caption, headHeight, rows, hidden, nameAt, height } = box;
  const head =
    height === headHeight
      ? `M0.5 6.5a6 6 0 0 1 6 -6H${width - 6.5}a6 6 0 0 1 6 6V${headHeight - 6.5}a6 6 0 0 1 -6 6H6.5a6 6 0 0 1 -6 -6z`
      : `M0.5 ${headHeight}V6.5a6 6 0 0 1 6 -6H${width - 6.5}a6 6 0 0 1 6 6V${headHeight}z`;
  const titleY = caption === '' ? headHeight / 2 + 4.5 : headHeight / 2 - 1.5;
  const kind = entity.kind === 'table' || entity.kind === 'partitioned table' ? '' : ' other';
  const parts = [
    `<g class="box${kind}" transform="translate(${n(x)} ${n(y)})">`,
    `<title>${text([entity.key, entity.comment].filter((one) => one !== undefined).join('\n'))}</title>`,
    `<rect class="body" x="0.5" y="0.5" width="${width - 1}" height="${n(height - 1)}" rx="6"/>`,
    `<path class="head h${cluster % colours}" d="${head}"/>`,
    `<text class="name" x="${measures.padding}" y="${n(titleY)}">${text(title)}</text>`,
  ];
  if (caption !== '')
    parts.push(`<text class="small" x="${measures.padding}" y="${n(headHeight / 2 + 12)}">${text(caption)}</text>`);
  for (const [at, { column, name, type, keys, y: middle }] of rows.entries()) {
    const base = n(middle + 4);
    if (at > 0) parts.push(`<path class="rule" d="M1 ${n(middle - measures.rowHeight / 2)}H${width - 1}"/>`);
    if (keys !== '')
      parts.push(
        `<text class="key${column.primaryKey ? '' : ' fk'}" x="${measures.padding}" y="${base}">${keys}</text>`,
      );
    parts.push(
      `<text class="col${column.primaryKey ? ' pk' : ''}" x="${n(nameAt)}" y="${base}">${text(name)}${name === column.name ? '' : `<title>${text(column.name)}</title>`}</text>`,
      `<text class="type" x="${width - measures.padding}" y="${base}">${text(type)}</text>`,
    );
  }
  if (hidden > 0) {
    parts.push(
      `<text class="small" x="${n(nameAt)}" y="${n(height - measures.foot - 5)}">${hiddenText(hidden)}</text>`,
    );
  }
  if (focus) parts.push(`<rect class="ring" x="0.5" y="0.5" width="${width - 1}" height="${n(height - 1)}" rx="6"/>`);
  parts.push('</g>');
  return parts.join('');
}

function lineSvg({ points }: Wire, relationship: Relationship, colour: number): string {
  const [first, second] = points;
  const [before, last] = points.slice(-2);
  if (!first || !second || !before || !last) return '';
  const ends =
    relationship.kind === 'foreign key'
      ? mark(first, second, relationship.fromEnd) + mark(last, before, relationship.toEnd)
      : arrow(last, before, relationship.kind === 'inherits');
  const dashed = relationship.kind === 'foreign key' && relationship.enforced ? '' : ' dashed';
  return `<g class="wire l${colour}${dashed}"><title>${text(described(relationship))}</title><path d="${path(points)}"/>${ends}</g>`;
}

function described({
  kind,
  name,
  from,
  to,
  columns,
  referencedColumns,
  fromEnd,
  toEnd,
  onDelete,
}: Relationship): string {
  if (kind !== 'foreign key') return `${from} ${kind} ${to}`;
  const rule = onDelete === 'no action' ? '' : `, on delete ${onDelete}`;
  return `${name}\n${from} (${columns.join(', ')}) → ${to} (${referencedColumns.join(', ')})${rule}\n${fromEnd} to ${toEnd}`;
}

/** Turns are rounded, so that lines that cross are told from lines that meet. */
function path(points: readonly Point[]): string {
  const radius = 5;
  const parts: string[] = [];
  for (const [at, point] of points.entries()) {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before) parts.push(`M${n(point[0])} ${n(point[1])}`);
    else if (!after) parts.push(`L${n(point[0])} ${n(point[1])}`);
    else {
      const reach = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
      const [a, b] = [toward(point, before, reach), toward(point, after, reach)];
      parts.push(`L${n(a[0])} ${n(a[1])}Q${n(point[0])} ${n(point[1])} ${n(b[0])} ${n(b[1])}`);
    }
  }
  return parts.join('');
}

/** A crow's foot at a box: one stroke for exactly one, circle and stroke for zero or one, circle and foot for many. */
function mark(at: Point, next: Point, cardinality: Cardinality): string {
  const [x, y] = at;
  const way = Math.sign(next[0] - x) || 1;
  const stroke = (away: number): string => `M${n(x + way * away)} ${n(y - 4)}v8`;
  const circle = (away: number): string => `<circle cx="${n(x + way * away)}" cy="${n(y)}" r="2.6"/>`;
  switch (cardinality) {
    case 'exactly one':
      return `<path d="${stroke(5)}${stroke(8.5)}"/>`;
    case 'zero or one':
      return `<path d="${stroke(5)}"/>${circle(10)}`;
    case 'zero or more':
      return `<path d="M${n(x)} ${n(y - 4)}L${n(x + way * 8)} ${n(y)}L${n(x)} ${n(y + 4)}"/>${circle(10.8)}`;
  }
}

function arrow(at: Point, next: Point, hollow: boolean): string {
  const [x, y] = at;
  const way = Math.sign(next[0] - x) || 1;
  return `<path class="${hollow ? 'hollow' : 'tip'}" d="M${n(x + way * 9)} ${n(y - 4)}L${n(x + way)} ${n(y)}L${n(x + way * 9)} ${n(y + 4)}${hollow ? 'z' : ''}"/>`;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * by) / length, from[1] + ((to[1] - from[1]) * by) / length];
}

function style(theme: SvgOptions['theme']): string {
  const base = theme === 'dark' ? dark : light;
  const shared = `
.relvar{font-family:${font};font-size:${measures.text}px}
.relvar .name{font-size:${measures.title}px;font-weight:700}
.relvar .pk{font-weight:700}
.relvar .small{font-size:${measures.small}px}
.relvar .key{font-size:${measures.key}px;font-weight:700}
.relvar .type{text-anchor:end}
.relvar .area{font-size:${measures.title}px;font-weight:700;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.relvar .none{font-size:16px}
.relvar .cluster,.relvar .body{stroke-width:1px}
.relvar .other .body{stroke-dasharray:4 3}
.relvar .ring{fill:none;stroke-width:2.5px}
.relvar .wire path{fill:none;stroke-width:1.3px}
.relvar .wire circle{stroke-width:1.3px}
.relvar .dashed>path:first-of-type{stroke-dasharray:5 4}
.relvar .wire:hover path,.relvar .wire:hover circle{stroke-width:2.6px}
.relvar a:hover .name{text-decoration:underline}`;
  const auto = theme === 'auto' ? `\n@media (prefers-color-scheme:dark){${themed(dark)}\n}` : '';
  return `${shared}${themed(base)}${auto}\n`;
}

function themed(theme: DiagramTheme): string {
  const many = (list: readonly string[], rule: (at: number, colour: string) => string): string =>
    list.map((colour, at) => `\n${rule(at, colour)}`).join('');
  return `
.relvar .ground{fill:${theme.ground}}
.relvar .cluster{fill:${theme.cluster};stroke:${theme.clusterLine}}
.relvar .body{fill:${theme.box};stroke:${theme.boxLine}}
.relvar .ring{stroke:${theme.focus}}
.relvar .rule{stroke:${theme.rule}}
.relvar .name,.relvar .col,.relvar .none{fill:${theme.ink}}
.relvar .type,.relvar .small{fill:${theme.quiet}}
.relvar .area{fill:${theme.quiet};stroke:${theme.cluster}}
.relvar .key{fill:${theme.key}}
.relvar .fk{fill:${theme.foreign}}
.relvar .wire circle{fill:${theme.ground}}
.relvar .wire .hollow{fill:${theme.ground}}${many(theme.heads, (at, colour) => `.relvar .h${at}{fill:${colour}}`)}${many(theme.lines, (at, colour) => `.relvar .l${at} path,.relvar .l${at} circle{stroke:${colour}}`)}`;
}

/** A number without needless digits. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function text(value: string): string {
  return markup(value.split('\n').map(printable).join('\n'));
}
