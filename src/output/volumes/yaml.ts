import { printable } from '../printable.ts';
import { bytes } from '../words.ts';
import type { VolumesColumn, VolumesReport, VolumesTable } from './report.ts';

/**
 * A volumes file of what is shown: to be edited, and given back with `--volumes`. Partitions share their parent's rows
 * and stand in it only where theirs were observed or declared.
 */
export function volumesYaml(report: VolumesReport, options: { readonly columns: boolean }): string {
  const lines = [
    `# Volumes of ${printable(report.source)}, written by relvar volumes. Edit it, and give it back with --volumes.`,
    '# A line that is taken out is derived anew.',
    'tables:',
  ];
  for (const table of report.tables) {
    if (table.kind === 'materialized view' || (table.kind === 'partition' && table.origin === 'derived')) continue;
    lines.push(...tableLines(table, report, options.columns));
  }
  const settings = Object.entries(report.settings);
  if (settings.length > 0) lines.push('settings:', ...settings.map(([name, value]) => `  ${name}: ${scalar(value)}`));
  return `${lines.join('\n')}\n`;
}

function tableLines(table: VolumesTable, report: VolumesReport, columns: boolean): readonly string[] {
  const name = table.schema === report.defaultSchema ? table.table : `${table.schema}.${table.table}`;
  const facts = [
    `rows: ${Math.round(table.rows)}`,
    ...(table.growthPerMonth === undefined ? [] : [`growth: ${percent(table.growthPerMonth)} per month`]),
    ...(table.writesPerSecond === undefined ? [] : [`writes: ${plain(table.writesPerSecond)} per second`]),
  ];
  const comment = `# ${printable(table.reason)}; ${bytes(table.totalBytes)} with indexes`;
  if (!columns) return [`  ${scalar(name)}: { ${facts.join(', ')} } ${comment}`];
  return [
    `  ${scalar(name)}: ${comment}`,
    ...facts.map((fact) => `    ${fact}`),
    '    columns:',
    ...table.columns.map((column) => `      ${columnLine(column)}`),
  ];
}

function columnLine(column: VolumesColumn): string {
  const values = column.commonValues.map(({ value, fraction }) => `${scalar(value)}: ${share(fraction)}`);
  const facts = [
    ...(values.length === 0 ? [] : [`values: { ${values.join(', ')} }`]),
    `distinct: ${column.distinct < 0 ? distinctShare(-column.distinct) : Math.round(column.distinct)}`,
    `nulls: ${share(column.nullFraction)}`,
    `width: ${plain(Math.max(1, column.averageWidth))}`,
    ...(column.correlation === undefined ? [] : [`correlation: ${plain(column.correlation)}`]),
  ];
  return `${scalar(column.name)}: { ${facts.join(', ')} } # ${printable(column.reason)}`;
}

function distinctShare(value: number): string {
  return value === 1 ? 'unique' : percent(value);
}

function percent(value: number): string {
  return `${plain(value * 100)}%`;
}

/** Rounded down, so that shares never sum up to more than 1. */
function share(value: number): string {
  return plain(Math.floor(value * 1e6 + 1e-6) / 1e6);
}

function plain(value: number): string {
  const text = String(Number(value.toPrecision(6)));
  return text.includes('e') ? value.toFixed(9) : text;
}

/** A word as it is where YAML takes it for one, else in quotes as JSON writes them, which YAML reads. */
function scalar(text: string): string {
  const isWord = /^[A-Za-z_][\w.]*(?: ?[\w.]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isWord ? text : JSON.stringify(text);
}
