import type { Change, NewIndexKey } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Column, Index, KeyConstraint, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { listed, phrases, singularWords, spoken, words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { secretKindIn } from '../secret-names.ts';
import { tenancy, tenantNames } from '../tenancy.ts';

export const rule = defineRule({
  id: 'unique-without-tenant',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A name must be unique over all tenants.',
  headline: (count) => `${count} names must be unique over all tenants`,
  why: 'What one tenant has taken no other can use, and the error tells one tenant what another has.',
  effort: 'minutes',
  tradeOff: 'Look-ups by the name alone then find several rows, and need the tenant.',
  needs: ['catalog'],
  settings: {
    tenantNames,
    /** Last words of names that are unique in the world, or meant to be. */
    globalWords: phrases(`
      id, uuid, guid, uid, ulid, hash, digest, checksum, fingerprint, nonce, jti, iban, vin, isbn, imei, iccid,
      serial, domain, subdomain, host, hostname, url, uri, fqdn, ip, mac, token, secret, arn, md, sha, signature,
      endpoint, eui, key`),
    /** Names that people sign in with: often unique over all on purpose. */
    loginNames: phrases(`
      email, e mail, email address, username, user name, login, phone, phone number, mobile, handle`),
  },
  *check({ lookups, settings, traits }) {
    const model = tenancy(lookups, settings.tenantNames);
    if (!model) return;
    const global = new Set<string>(settings.globalWords);
    for (const { table } of model.owned.values()) {
      for (const index of table.indexes) {
        const columns = [...new Set(index.keys.flatMap((key) => key.column ?? index.expressionColumns))];
        const named = columns.flatMap((name) => lookups.column(table, name) ?? []);
        if (
          !index.unique ||
          !index.valid ||
          index.constraint === table.primaryKey?.name ||
          columns.includes(model.column)
        )
          continue;
        if (named.length === 0 || !named.every((column) => isName(column, table, lookups, global))) continue;
        const login = named.some((column) => settings.loginNames.includes(spoken(column.name)));
        const constraint = table.uniques.find((key) => key.name === index.constraint);
        const list = listed(columns.map(displayName));
        yield {
          at: { kind: constraint ? 'constraint' : 'index', object: table, names: [index.name] },
          message: `${displayName(index.name)} makes ${list} of ${qualified(table)} unique over all tenants: it does not contain ${model.column}`,
          evidence: [
            stated(`${index.definition}`),
            presumed(
              login
                ? 'people may sign in with it before their tenant is known'
                : 'a name like this means something within one tenant',
              login ? 'weak' : 'fair',
            ),
          ],
          severity: login ? 'low' : 'medium',
          changes: withTenant(table, index, constraint, model.column, lookups, traits),
          questions: login
            ? [
                {
                  question: 'Do people sign in before it is known which tenant they belong to?',
                  changes: 'whether the tenant belongs into the unique keys of e-mail addresses and user names',
                },
              ]
            : [],
        };
      }
    }
  },
});

/** Text or a number that people choose; no key, reference, secret or name that the world keeps unique. */
function isName(column: Column, table: Table, lookups: Lookups, global: ReadonlySet<string>): boolean {
  if (
    !['text', 'character', 'integer', 'decimal'].includes(column.type.family) ||
    column.identity ||
    column.ownedSequence
  )
    return false;
  if (
    secretKindIn(table.name, column.name) ||
    lookups.referencesFrom(table).some(({ key }) => key.columns.includes(column.name))
  )
    return false;
  const last =
    words(column.name)
      .filter((word) => !/^\d+$/.test(word))
      .at(-1) ?? '';
  // `domains.name` is a domain.
  const thing = last === 'name' || last === 'value' ? singularWords(table.name).at(-1) : undefined;
  if (global.has(last) || (thing !== undefined && global.has(thing)) || /(?:id|uuid|guid)$/.test(last)) return false;
  return (
    column.type.family === 'text' ||
    column.type.family === 'character' ||
    /^(?:number|no|nr|num|code|position|rank)$/.test(last)
  );
}

/** The new key first, which the present rows cannot violate, then the old one away; nothing where something needs the old one. */
function withTenant(
  table: Table,
  index: Index,
  constraint: KeyConstraint | undefined,
  tenant: string,
  lookups: Lookups,
  traits: Traits,
): readonly Change[] {
  const needed = lookups
    .referencesTo(table)
    .some(({ key }) => key.referencedIndex === index.name || sameColumns(key.referencedColumns, index));
  if (needed || index.replicaIdentity || table.partitioning || constraint?.deferrable || constraint?.withoutOverlaps)
    return [];
  const names = index.keys.map((key) => key.column ?? 'expr');
  const nulls = index.nullsNotDistinct ? { nullsNotDistinct: true } : {};
  if (constraint && constraint.include.length === 0) {
    const name = lookups.freeConstraintName(table, [tenant, ...names], 'key', traits.identifierBytes);
    return [
      { kind: 'add unique', table, name, columns: [tenant, ...constraint.columns], ...nulls },
      { kind: 'drop constraint', table, name: constraint.name },
    ];
  }
  if (constraint) return [];
  const keys: NewIndexKey[] = [{ column: tenant }, ...index.keys.map((key): NewIndexKey => ({ ...key }))];
  return [
    {
      kind: 'create index',
      table,
      name: lookups.freeIndexName(table, [tenant, ...names], 'idx', traits.identifierBytes),
      keys,
      unique: true,
      ...nulls,
      ...(index.include.length > 0 ? { include: index.include } : {}),
      ...(index.predicate === undefined ? {} : { predicate: index.predicate }),
    },
    { kind: 'drop index', table, index: { schema: table.schema, name: index.name } },
  ];
}

function sameColumns(columns: readonly string[], index: Index): boolean {
  return (
    columns.length === index.keys.length && columns.every((column) => index.keys.some((key) => key.column === column))
  );
}
