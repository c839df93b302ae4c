import { qualifiedColumn } from '../../catalog/names.ts';
import { phrases } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { verb } from '../assertion.ts';
import { convertedDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isKeyAlone, isReferencing, judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { sampledValues } from '../sampled-values.ts';
import { jsonChecks, parses, signs } from './signs.ts';

export const rule = defineRule({
  id: 'json-stored-as-text',
  category: 'types',
  dimension: 'maintainability',
  severity: 'medium',
  summary: 'A column holds JSON as text.',
  headline: (count) => `${count} columns hold JSON as text`,
  why: 'The engine takes text that is no JSON, and cannot look into it without parsing the whole value in every query, nor index what it contains.',
  effort: 'hours',
  tradeOff:
    'The table is rewritten under a lock that shuts out writers (readers too, on some servers) and stops at the first value that is no JSON; the order of keys, and spaces, are lost.',
  needs: ['catalog'],
  when: (traits) => traits.binaryJson,
  settings: {
    /** Shorter ones hold a word or two. */
    shortestLength: 200,
    /** Last words, one or two, of the names of what is mostly JSON. */
    likely: phrases(`
      payload, metadata, meta data, preferences, additional info, additional data, extra data, extra info,
      extra attrs, extra attributes, custom fields, custom attributes, custom data, request body, response
      body, settings`),
    /** Names of what may be JSON as well as anything else. */
    possible: phrases(`
      config, configuration, options, properties, attributes, attrs, params, parameters, extra, extras,
      details, context, data, info, body, arguments, args, definition, descriptor, content, state, filters,
      rules, schema`),
  },
  *check(context) {
    const { lookups, settings, sizes, traits } = context;
    const names = { likely: new Set(settings.likely), possible: new Set(settings.possible) };
    for (const [table, column] of judgedColumns(lookups)) {
      const { family, length, domain } = column.type;
      if (family !== 'text' || domain || (length !== undefined && length < settings.shortestLength)) continue;
      if (isReferencing(table, column.name) || isKeyAlone(lookups, table, column.name)) continue;
      const evidence = signs(table, column, sampledValues(sizes, table, column), names);
      if (evidence.length === 0) continue;
      const quoted = traits.quote(column.name);
      const checks = jsonChecks(table, column).map((check) => check.name);
      const retyping = retype(context, table, column, {
        type: 'jsonb',
        using: column.nullable ? `nullif(${quoted}, '')::jsonb` : `${quoted}::jsonb`,
        default: convertedDefault(column, (value) => jsonDefault(value, column.nullable)),
        drops: checks,
      });
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      const sure = evidence.some((one) => one.kind === 'observed' || one.strength === 'strong');
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} ${verb(evidence)} JSON as ${column.type.text}`,
        severity: sure ? 'medium' : 'low',
        evidence: [stated(`the type of the column is ${column.type.text}`), ...evidence, ...retyping.evidence],
        changes: retyping.changes,
        questions: sure
          ? []
          : [
              {
                question: 'Do the text columns named like payload, metadata or settings hold JSON?',
                changes: 'whether they become jsonb; text in another format stays as it is',
              },
            ],
        implies: implied(at, ['inconsistent-types-for-one-name', 'list-in-text']),
      };
    }
  },
});

function jsonDefault(value: string, nullable: boolean): string | undefined {
  if (parses(value)) return `'${value.replaceAll("'", "''")}'::jsonb`;
  return value === '' && nullable ? 'NULL' : undefined;
}
