import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { spoken, words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { verb } from '../assertion.ts';
import { convertedDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { type SampledValues, sampledValues, shareOf } from '../sampled-values.ts';

export const rule = defineRule({
  id: 'ip-address-as-text',
  category: 'types',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A column holds network addresses as text.',
  headline: (count) => `${count} columns hold network addresses as text`,
  why: 'The engine takes text that is no address, orders 10.0.0.9 behind 10.0.0.10, cannot ask for all addresses of a network, and the same IPv6 address can be written in several ways.',
  effort: 'hours',
  tradeOff:
    'The table is rewritten under an exclusive lock and stops at the first value that is no single address, such as a list of proxies or a host name.',
  needs: ['catalog'],
  when: (traits) => traits.networkTypes,
  settings: {},
  *check(context) {
    const { lookups, sizes, traits } = context;
    for (const [table, column] of judgedColumns(lookups)) {
      if (!couldHold(column) || isReferencing(table, column.name)) continue;
      const evidence = signs(column, sampledValues(sizes, table, column));
      if (evidence.length === 0) continue;
      const quoted = traits.quote(column.name);
      const inet = (value: string) =>
        isAddress(value) ? `'${value}'::inet` : value === '' && column.nullable ? 'NULL' : undefined;
      const retyping = retype(context, table, column, {
        type: 'inet',
        using: column.nullable ? `nullif(${quoted}, '')::inet` : `${quoted}::inet`,
        default: convertedDefault(column, inet),
      });
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} ${verb(evidence)} network addresses as ${column.type.text}`,
        evidence: [stated(`the type of the column is ${column.type.text}`), ...evidence, ...retyping.evidence],
        changes: retyping.changes,
        implies: implied(at, ['inconsistent-types-for-one-name', 'fixed-length-char']),
      };
    }
  },
});

/** The shortest address that is not a special one has 7 characters, `1.1.1.1`; columns for addresses have 15 or more. */
function couldHold({ type }: Column): boolean {
  const isText = type.family === 'text' || type.family === 'character';
  return isText && !type.domain && (type.length === undefined || (type.length >= 15 && type.length <= 255));
}

/** Lengths that are made for addresses: IPv4, IPv4 with a mask, IPv6, IPv6 with an IPv4 tail, either with a mask or a zone. */
const lengths = new Set([15, 16, 18, 19, 39, 40, 43, 45, 46, 49, 50, 64]);
/** Not the address itself, or not one alone. */
const others = new Set([
  'hash',
  'hashed',
  'anonymized',
  'anonymised',
  'masked',
  'encrypted',
  'truncated',
  'range',
  'list',
  'email',
  'mail',
  'mac',
]);

function signs(column: Column, sampled: SampledValues | undefined): readonly Evidence[] {
  if (!/ip|addr|inet|cidr|subnet/i.test(column.name)) return [];
  if (words(column.name).some((word) => others.has(word))) return [];
  const text = spoken(column.name);
  const plain =
    /(?:^| )(?:ip|ips?v? ?[46]|inet|cidr|ipaddr(?:ess)?)$|(?:^| )ip(?:v ?[46])? (?:addr|address|cidr)$|^(?:remote|peer|client) addr$/.test(
      text,
    );
  const perhaps =
    /(?:^| )(?:(?:remote|client|source|src|dst|destination|host|network|server|peer) address|subnet|remoteaddr(?:ess)?)$/.test(
      text,
    );
  if (!plain && !perhaps) return [];
  const values = sampled?.values.filter((value) => value !== '') ?? [];
  if (values.length > 0) {
    if (shareOf(values, isAddress) < 1) return [];
    return [
      observed("the values in the engine's statistics are network addresses"),
      presumed('the name is that of an address', 'strong'),
    ];
  }
  const fits = column.type.length !== undefined && lengths.has(column.type.length);
  if (!plain && !fits) return [];
  const what = fits
    ? `the name is that of an address, and ${column.type.length} characters are made for one`
    : 'the name is that of an address';
  return [presumed(what, plain && fits ? 'strong' : 'fair')];
}

function isAddress(value: string): boolean {
  return (
    /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|(?=\/|$))){4}(?:\/\d{1,2})?$/.test(value) ||
    (/^[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d{1,3})?$/i.test(value) && value.split(':').length > 2)
  );
}
