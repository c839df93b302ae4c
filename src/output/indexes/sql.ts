import { terminated } from '../finding-parts.ts';
import { printable } from '../printable.ts';
import { wrap } from '../width.ts';
import { bytes } from '../words.ts';
import type { IndexReport } from './report.ts';
import { indexVerdict, sizeText } from './words.ts';

/** The advice as one commented script: what to create in its order, then what to drop, then what to look at afterwards. */
export function indexesSql(report: IndexReport): string {
  const { source, tool, create, drop, monitoring } = report;
  const { what, gain, price } = indexVerdict(report);
  const lines = [
    ...comment(`Indexes for ${source.name} (${source.engine}), by ${tool.name} ${tool.version}.`),
    ...comment(`Advice: ${what}.`),
    ...comment(`Gain: ${gain}.`),
    ...comment(`Price: ${price}.`),
    ...(![...create, ...drop].some(({ sql }) => sql.some((one) => /\bCONCURRENTLY\b/.test(one)))
      ? []
      : [
          '--',
          ...comment(
            'Run it statement by statement, not in one transaction: CREATE INDEX CONCURRENTLY and its like are refused inside one.',
          ),
        ]),
    ...create.flatMap((one, at) => [
      '',
      ...comment(`${at + 1}. ${one.definition}, ${sizeText(one)}; ${waitsText(one.waits)}`),
      ...one.why.flatMap(comment),
      ...one.sql.map(terminated),
    ]),
    ...drop.flatMap((one, at) => [
      '',
      ...comment(`${create.length + at + 1}. Drop ${one.index}, ${bytes(one.bytes)}: ${one.why}`),
      ...one.sql.map(terminated),
    ]),
    ...(monitoring.length === 0 ? [] : ['', `-- ${'='.repeat(74)}`, ...comment('Afterwards')]),
    ...monitoring.flatMap((one) => ['', ...comment(one.title), ...one.sql.split('\n').map((line) => `-- ${line}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** What waits while an index is made. */
export function waitsText(waits: IndexReport['create'][number]['waits']): string {
  return waits === 'nothing' ? 'reads and writes go on while it is made' : `${waits} wait while it is made`;
}

/** Text as comment lines; nothing in it can end the comment. */
function comment(text: string): readonly string[] {
  return wrap(printable(text), 77).map((line) => `-- ${line}`);
}
