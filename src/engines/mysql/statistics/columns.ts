import { qualified } from '../../../catalog/names.ts';
import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { Connection, Row } from '../../connection.ts';
import type { Flavour } from '../flavour.ts';
import { schemaName } from '../read/draft.ts';
import { attempt, type Refusals } from './attempt.ts';
import { ofMariadbHistogram, ofMysqlHistogram, ofPositions } from './histograms.ts';

/** By table and column: what is known of its values. */
type Found = Map<string, ColumnStatistics>;

function keyOf(row: Row): string {
  return `${qualified({ schema: schemaName, name: String(row['relation']) })} ${String(row['name'])}`;
}

/** Statistics of columns that ANALYZE … PERSISTENT (MariaDB) or ANALYZE … UPDATE HISTOGRAM (MySQL) has left. */
export async function columnStatistics(
  connection: Connection,
  flavour: Flavour,
  rowsOf: (table: string) => number | undefined,
  refused: Refusals,
): Promise<Found> {
  const found: Found = new Map();
  if (flavour === 'mysql') {
    const rows = await attempt(
      connection,
      'information_schema.COLUMN_STATISTICS',
      `SELECT TABLE_NAME AS relation, COLUMN_NAME AS name, CAST(HISTOGRAM AS CHAR) AS histogram
        FROM information_schema.COLUMN_STATISTICS WHERE SCHEMA_NAME = database()`,
      refused,
    );
    for (const row of rows) {
      const values = ofMysqlHistogram(String(row['histogram']));
      if (values) found.set(keyOf(row), { averageWidth: 0, ...values });
    }
    return found;
  }
  const rows = await attempt(
    connection,
    'mysql.column_stats',
    `SELECT table_name AS relation, column_name AS name, min_value AS least, max_value AS greatest, nulls_ratio AS nulls,
        avg_length AS width, avg_frequency AS frequency, hist_type AS kind,
        CASE hist_type WHEN 'JSON_HB' THEN histogram ELSE DECODE_HISTOGRAM(hist_type, histogram) END AS histogram
      FROM mysql.column_stats WHERE db_name = database()`,
    refused,
  );
  for (const row of rows) {
    const nulls = Number(row['nulls'] ?? 0);
    const frequency = Number(row['frequency'] ?? 0);
    const count = (rowsOf(String(row['relation'])) ?? 0) * (1 - nulls);
    found.set(keyOf(row), {
      nullFraction: nulls,
      averageWidth: Number(row['width'] ?? 0),
      distinct:
        frequency > 0 && frequency <= 1 ? -(1 - nulls) : frequency > 0 ? Math.max(1, Math.round(count / frequency)) : 1,
      ...valuesOf(row, nulls),
    });
  }
  return found;
}

/** Of a column: shares are of all its rows, those without a value included. */
function valuesOf(row: Row, nulls: number): Pick<ColumnStatistics, 'commonValues' | 'histogram'> {
  const { histogram, least, greatest, kind } = row;
  if (typeof histogram !== 'string' || histogram === '') return {};
  const values =
    kind === 'JSON_HB'
      ? ofMariadbHistogram(histogram)
      : typeof least === 'string' && typeof greatest === 'string'
        ? ofPositions(histogram, least, greatest)
        : {};
  return {
    ...values,
    ...(values.commonValues
      ? { commonValues: values.commonValues.map((one) => ({ ...one, fraction: one.fraction * (1 - nulls) })) }
      : {}),
  };
}
