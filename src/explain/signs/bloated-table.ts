import { qualified } from '../../catalog/names.ts';
import { measuredOf } from '../estimates.ts';
import { bytesText, figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { numberFact, relationText, statisticsOf, tableOf } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { known, measured } from '../told.ts';

const leastPages = 200;
/** Dead rows as a share of all. */
const leastDead = 0.2;
/** Pages read as a multiple of those that the rows would fill. */
const leastFactor = 3;
const pageBytes = 8192;

export const sign = defineSign({
  id: 'bloated-table',
  title: 'a table is read with much dead or empty space',
  why: 'Rows that were updated or deleted stay in their pages until VACUUM frees the space, and freed space stays in the file. A scan reads those pages all the same.',
  what: `A scan of ${leastPages} pages or more of a table of which a fifth of the rows are dead, or that holds ${leastFactor} times as many pages as its rows fill. VACUUM it; where the space is not filled again, rewrite it (VACUUM FULL locks; pg_repack does not).`,
  references: ['https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY'],
  *check(input) {
    for (const placed of nodesOf(input, ['Seq Scan', 'Bitmap Heap Scan', 'Index Scan'])) {
      const { node } = placed;
      if (!harms(placed.share, input)) continue;
      const table = tableOf(node, input);
      const statistics = table && statisticsOf(table, input);
      const name = relationText(node);
      const vacuum = (full: boolean) =>
        table
          ? ({
              kind: 'maintenance',
              title: `vacuum ${table.name}${full ? ', rewriting it' : ''}`,
              changes: [
                { kind: 'vacuum', table: { schema: table.schema, name: table.name }, ...(full ? { full } : {}) },
              ],
            } as const)
          : ({
              kind: 'advice',
              text: `VACUUM ${node.relation ?? 'the table'} frees the space of its dead rows.`,
            } as const);
      const base = { node: placed.path, subject: table ? qualified(table) : name };
      const dead = statistics?.deadRows ?? 0;
      const rows = statistics?.rows ?? 0;
      if (statistics && (statistics.pages ?? 0) >= leastPages && dead > (rows + dead) * leastDead) {
        yield {
          ...base,
          message: `${name} has ${figure(dead)} dead rows beside ${figure(rows)} live ones: ${percentage(dead / (rows + dead))} of what is read is for nothing`,
          evidence: [known(statistics.origin, `${dead} dead rows, ${rows} live rows`)],
          weight: placed.share * (dead / (rows + dead)),
          remedies: [vacuum(false)],
        };
        continue;
      }
      // A scan of the whole table tells how many pages it read for how many rows; a row's width is not known, but that of its columns read is.
      const pages =
        node.kind === 'Seq Scan' && placed.loops <= 1.5 && node.buffers
          ? node.buffers.sharedHit + node.buffers.sharedRead
          : undefined;
      if (pages === undefined || pages < leastPages || !node.measured || placed.processes > 1) continue;
      const read = (measuredOf(node) ?? 0) + (numberFact(node, 'Rows Removed by Filter') ?? 0);
      const width =
        table && statistics
          ? table.columns.reduce((sum, one) => sum + (statistics.columns[one.name]?.averageWidth ?? 8), 0)
          : undefined;
      const fillFactor = Number(table?.options['fillfactor'] ?? 100) / 100;
      if (width === undefined) continue;
      const needed = Math.ceil((read * (width + 28)) / (pageBytes * fillFactor));
      if (pages < Math.max(1, needed) * leastFactor) continue;
      yield {
        ...base,
        message: `reads ${figure(pages)} pages (${bytesText(pages * pageBytes)}) of ${name} for ${figure(read)} rows that would fill about ${figure(needed)}`,
        evidence: [measured(`${pages} pages for ${figure(read)} rows of about ${figure(width + 28)} bytes`)],
        weight: placed.share * (1 - needed / pages),
        remedies: [vacuum(false), vacuum(true)],
      };
    }
  },
});
