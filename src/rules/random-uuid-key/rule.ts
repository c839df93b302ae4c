import { displayName, qualified, qualifiedColumn } from '../../catalog/names.ts';
import { indexKey } from '../../catalog/statistics.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { singularWords } from '../../catalog/words.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';
import { sampledValues, shareOf } from '../sampled-values.ts';
import { secretKindIn } from '../secret-names.ts';
import { describeBytes, sizeEvidence } from '../size-evidence.ts';
import type { Sizes } from '../sizes.ts';
import { clusteredKeys } from './clustered.ts';

/** `gen_random_uuid()`, `public.uuid_generate_v4()`: as the engine writes a default that makes version 4. */
const randomDefault = /^(?:(?:\w+|"[^"]+")\.)?(?:gen_random_uuid|uuid_generate_v4|uuidv4|uuid_v4)\(\)$/;
/** The 13th digit is the version. */
const versionFour = /^[0-9a-f]{8}-[0-9a-f]{4}-4/;

/** Bytes of an index entry of a uuid: line pointer 4, header 8, value 16 (storage/itup.h, aligned to 8). */
const entryBytes = 28;
/** How full pages are when entries come in random order (ln 2, Yao 1978), and in order (the default fillfactor). */
const randomFill = 0.69;
const orderedFill = 0.9;

export const rule = defineRule({
  id: 'random-uuid-key',
  category: 'keys and relations',
  dimension: 'performance',
  severity: 'low',
  summary: 'A primary key is made of random UUIDs.',
  headline: (count) => `${count} primary keys are random UUIDs`,
  why: 'Each insert goes to a random page of the key’s index; once the index is larger than the cache, each reads one page and writes another, and pages stay two thirds full.',
  effort: 'minutes',
  tradeOff: 'A time-ordered UUID shows when its row was made and is easier to guess; present keys stay random.',
  needs: ['catalog'],
  when: (traits) => traits.uuidType || traits.clusteredByPrimaryKey,
  settings: {
    smallTableRows: 1000,
    largeRows: 1_000_000,
    hugeRows: 20_000_000,
    /** Words of tables whose keys must not be guessed. */
    secretTableWords: [
      'token',
      'secret',
      'session',
      'invitation',
      'invite',
      'credential',
      'otp',
      'nonce',
      'csrf',
      'verification',
      'reset',
      'link',
      'share',
      'challenge',
      'key',
      'password',
      'unsubscribe',
      'voucher',
      'coupon',
      'ticket',
      'download',
    ],
  },
  *check({ lookups, settings, sizes, statistics, traits }) {
    if (traits.clusteredByPrimaryKey) {
      yield* clusteredKeys({ lookups, sizes, traits, settings });
      return;
    }
    for (const [table, column] of judgedColumns(lookups)) {
      const [only, ...more] = table.primaryKey?.columns ?? [];
      if (only !== column.name || more.length > 0 || column.type.family !== 'uuid') continue;
      if (isReferencing(table, column.name) || secretKindIn(table.name, column.name) !== undefined) continue;
      if (singularWords(table.name).some((word) => settings.secretTableWords.includes(word))) continue;
      const origin = randomOrigin(table, column, sizes);
      const rows = sizes.rows(table);
      if (!origin || (rows !== undefined && rows <= settings.smallTableRows)) continue;
      const name = qualifiedColumn(table, column.name);
      const children = new Set(
        lookups
          .referencesTo(table)
          .filter(({ from, key }) => !key.inherited && from !== table)
          .map(({ from }) => qualified(from)),
      ).size;
      const size = sizes.describe(table);
      const index = table.primaryKey && statistics.indexes[indexKey(statistics, table, table.primaryKey.index)];
      const ordered = traits.orderedUuidFunction;
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message:
          `${name} is a random UUID${size ? `; ${size}` : ''}` +
          (rows !== undefined && rows >= settings.largeRows ? indexText(rows, index?.bytes) : '') +
          (children === 0 ? '' : `; ${children} other table${children === 1 ? ' refers' : 's refer'} to it`),
        evidence: [...origin.evidence, ...sizeEvidence(sizes, table)],
        severity: severity(table, rows, sizes, settings),
        changes:
          ordered !== undefined && origin.byDefault
            ? [{ kind: 'set default', table, column: column.name, default: ordered }]
            : [],
        questions:
          rows === undefined
            ? [
                {
                  question: 'How many rows do the tables have, and how many are inserted in a second?',
                  changes: 'whether random UUIDs cost anything: not while their indexes fit the cache',
                },
              ]
            : [],
      };
    }
  },
});

interface Origin {
  readonly byDefault: boolean;
  readonly evidence: readonly Evidence[];
}

/** How the values come to be random; what was seen of them counts more than the default, which an application may pass by. */
function randomOrigin(table: Table, column: Column, sizes: Sizes): Origin | undefined {
  const byDefault = randomDefault.test(column.default ?? '');
  const seen = sampledValues(sizes, table, column)?.values;
  const share = seen && shareOf(seen, (value) => versionFour.test(value));
  if (share !== undefined && seen && seen.length >= 10) {
    if (share < 0.5) return undefined;
    const fact = observed(`${Math.round(share * seen.length)} of ${seen.length} sampled values are of version 4`);
    return { byDefault, evidence: byDefault ? [defaultFact(column), fact] : [fact] };
  }
  return byDefault ? { byDefault, evidence: [defaultFact(column)] } : undefined;
}

function defaultFact(column: Column): Evidence {
  return stated(`the default of ${displayName(column.name)} is ${column.default}, which makes UUIDs of version 4`);
}

function indexText(rows: number, bytes: number | undefined): string {
  const ordered = describeBytes((rows * entryBytes) / orderedFill);
  return bytes === undefined
    ? `, its index about ${describeBytes((rows * entryBytes) / randomFill)} (estimated; filled in order ${ordered})`
    : `, its index ${describeBytes(bytes)} (filled in order about ${ordered}, estimated)`;
}

function severity(
  table: Table,
  rows: number | undefined,
  sizes: Sizes,
  settings: { readonly largeRows: number; readonly hugeRows: number },
) {
  if (rows === undefined || rows < settings.largeRows) return 'low';
  const { writesPerSecond, inserted } = sizes.statistics(table) ?? {};
  if (writesPerSecond === 0 || (writesPerSecond === undefined && inserted === 0)) return 'low';
  const writes = (writesPerSecond ?? 0) > 0 || (inserted ?? 0) > 0;
  return rows >= settings.hugeRows && writes ? 'high' : 'medium';
}
