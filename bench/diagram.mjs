// Time of drawing made schemas of growing size, from a catalog to SVG and to PNG: the median of several runs, after one
// to warm up, as processor time and as time by the clock. Loading a schema is not in it (bench/review.mjs measures it).
// Run: npm run build && node bench/diagram.mjs [runs]    Writes bench/results/diagram.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { png } from '../dist/app/diagram/png.js';
import { diagramOf } from '../dist/diagram/diagram-of.js';
import { layout } from '../dist/diagram/layout/layout.js';
import { svg, svgSize } from '../dist/output/diagram/svg.js';
import { machine, median } from './machine.mjs';
import { madeCatalog } from './made-schema.mjs';

const runs = Number(process.argv[2] ?? 5);
const cases = [
  { tables: 3 },
  { tables: 20 },
  { tables: 100 },
  { tables: 500 },
  { tables: 1000, target: { seconds: 3, aspect: [1.2, 2.2] } },
  { tables: 5000, target: { seconds: 10, aspect: [1.2, 2.2] } },
];
const results = [];
for (const { tables, target } of cases) {
  const catalog = madeCatalog(tables);
  const measured = [];
  let picture;
  let text = '';
  for (let run = 0; run <= runs; run++) {
    const [clock, processor] = [performance.now(), process.cpuUsage()];
    picture = layout(diagramOf(catalog, { views: false }), { most: 40 });
    text = svg(picture, { theme: 'auto', title: 'bench' });
    const used = process.cpuUsage(processor);
    if (run > 0) measured.push({ clock: performance.now() - clock, processor: (used.user + used.system) / 1000 });
  }
  const started = process.cpuUsage();
  const image = await png(text, svgSize(picture), {});
  const drawn = process.cpuUsage(started);
  const row = {
    tables,
    references: picture.wires.length,
    detail: picture.detail,
    seconds: round(median(measured.map((run) => run.clock)) / 1000),
    processorSeconds: round(median(measured.map((run) => run.processor)) / 1000),
    width: picture.width,
    height: picture.height,
    aspect: round(picture.width / picture.height),
    svgKilobytes: Math.round(text.length / 1024),
    pngProcessorSeconds: round((drawn.user + drawn.system) / 1e6),
    pngPixels: `${image.width} × ${image.height}`,
    ...(target ? { target } : {}),
  };
  results.push(row);
  console.log(JSON.stringify(row));
}
const folder = new URL('results/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL('diagram.json', folder),
  `${JSON.stringify({ machine: machine(), runs, results }, undefined, 2)}\n`,
);

function round(value) {
  return Number(value.toFixed(3));
}
