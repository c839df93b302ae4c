import { spoken, withArticle } from '../../catalog/words.ts';
import type { Decision, Design, Entity, Relation, Wish } from '../model.ts';
import { searchTranslations, translations } from './translations.ts';
import { attribute, goWith, listed, type Work, withoutUnique } from './work.ts';

/** A design in which wishes have become entities and attributes, with the decisions on the way. */
export interface Granted {
  readonly design: Design;
  readonly decisions: readonly Decision[];
  /** Entities whose rows are marked as deleted instead of being deleted. */
  readonly soft: ReadonlySet<string>;
  /** Entities whose changes are recorded. */
  readonly audited: ReadonlySet<string>;
  /** The entity that is the tenant, and those whose rows belong to one. */
  readonly tenant?: { readonly entity: string; readonly of: ReadonlySet<string> };
}

/** Turns wishes that cut across all tables into what tables have. */
export function grantWishes(design: Design): Granted {
  const work = {
    ...design,
    entities: [...design.entities],
    relations: [...design.relations],
    access: [...design.access],
  };
  const decisions: Decision[] = [];
  const wish = (kind: Wish['kind']) => design.wishes.filter((one) => one.kind === kind);
  for (const one of wish('currencies')) currencies(work, one, decisions);
  for (const one of wish('history')) history(work, one, decisions);
  for (const one of wish('languages')) translations(work, one, decisions);
  searchTranslations(work, decisions);
  for (const one of wish('retention')) retention(work, one, decisions);
  for (const one of wish('privacy')) privacy(work, one, decisions);
  const [tenancy] = wish('tenancy');
  const tenant = tenancy ? tenantOf(work, tenancy, decisions) : undefined;
  const isRecord = (one: Entity) =>
    one.listed || one.appendOnly || one.name.endsWith('_translation') || one.name.endsWith('_history');
  const soft = new Set(
    wish('soft delete').flatMap((one) =>
      one.of.length > 0
        ? one.of
        : work.entities.filter((entity) => !isRecord(entity) && !isLink(entity)).map((entity) => entity.name),
    ),
  );
  const audited = new Set(
    wish('audit').flatMap((one) =>
      one.of.length > 0
        ? one.of
        : work.entities.filter((entity) => !entity.appendOnly && !isLink(entity)).map((entity) => entity.name),
    ),
  );
  const [audit] = wish('audit');
  if (audit && audited.size > 0) auditLog(work, audit, decisions);
  const [deleted] = wish('soft delete');
  if (deleted)
    decisions.push({
      what: `Rows of ${listed([...soft])} are marked in deleted_at instead of being deleted.`,
      why: 'it is wished',
      instead: 'Moving deleted rows to a table of their own keeps the others small.',
      cause: deleted.cause,
    });
  return { design: work, decisions, soft, audited, ...(tenant ? { tenant } : {}) };
}

function isLink(entity: Entity): boolean {
  return (entity.identifiedBy?.length ?? 0) >= 2;
}

function replace(work: Work, entity: Entity, changed: Entity): void {
  work.entities.splice(work.entities.indexOf(entity), 1, changed);
}

/** Amounts say which currency they are in. */
function currencies(work: Work, { cause }: Wish, decisions: Decision[]): void {
  const given: string[] = [];
  for (const entity of [...work.entities]) {
    const money = entity.attributes.some((one) => one.type === 'money');
    const known = entity.attributes.some((one) => one.type === 'currency');
    if (!money || known || entity.listed) continue;
    const whole = work.relations.find(
      (one) =>
        one.from === entity.name &&
        entity.name.startsWith(`${one.to}_`) &&
        work.entities.find((two) => two.name === one.to)?.attributes.some((two) => two.type === 'currency'),
    );
    if (whole) continue;
    given.push(entity.name);
    replace(work, entity, {
      ...entity,
      attributes: [
        ...entity.attributes,
        attribute('currency', 'currency', cause, { about: 'What its amounts are in (ISO 4217).' }),
      ],
    });
  }
  decisions.push({
    what: 'Every amount has its currency in its row, or in the row that it is a part of.',
    why: 'there are several currencies, and an amount without one means nothing',
    instead: 'Exchange rates would be a table of their own; amounts are never converted in place.',
    cause,
  });
}

/** Former values in a table of their own. */
function history(work: Work, { by, cause }: Wish, decisions: Decision[]): void {
  if (by === undefined) return;
  for (const entity of [...work.entities]) {
    const found = entity.attributes.find((one) => one.name === by || one.name.endsWith(`_${by}`));
    const name = `${entity.name}_${by}_history`;
    if (
      !found ||
      entity.listed ||
      work.entities.some((one) => one.name === name || one.name === `${by}_history`) ||
      isRecordOfPast(work, entity)
    )
      continue;
    const currency = entity.attributes.find((one) => one.type === 'currency');
    work.entities.push({
      name,
      table: name,
      listed: false,
      about: `What the ${by} of ${withArticle(spoken(entity.name))} was, from when on.`,
      attributes: [
        { ...found, name: by, cause },
        ...(currency ? [{ ...currency, cause }] : []),
        attribute('valid_from', 'instant', cause, { default: 'now', about: 'When it began to be so.' }),
      ].map(withoutUnique),
      keys: [{ of: [entity.name, 'valid_from'], cause }],
      checks: [],
      appendOnly: true,
      volume: { each: { of: entity.name, number: 5 }, cause },
      cause,
    });
    goWith(work, name, entity, { why: 'The history goes with what it is of.', cause });
    decisions.push({
      at: name,
      what: `Every ${by} of ${withArticle(spoken(entity.name))} stays in ${name}, with the time from which it holds.`,
      why: 'the history is wished; the present value stays where it is read',
      instead: 'A period in the table itself would make every query of the present ask for it.',
      cause,
    });
  }
}

/** Orders keep what was so when they were made: their amounts have no other history. */
function isRecordOfPast(work: Work, entity: Entity): boolean {
  return (
    /(?:_item|_line|payment|refund|invoice|transaction|history|order)$/.test(entity.name) ||
    work.entities.some((one) => one.name === `${entity.name}_price`)
  );
}

function retention(work: Work, { of, months, cause }: Wish, decisions: Decision[]): void {
  for (const name of of) {
    const entity = work.entities.find((one) => one.name === name);
    if (!entity || months === undefined) continue;
    const time = entity.attributes.find((one) => (one.type === 'instant' || one.type === 'date') && !one.optional);
    replace(work, entity, { ...entity, retention: { by: time?.name ?? 'created_at', months, cause } });
    decisions.push({
      at: name,
      what: `Rows of ${spoken(name)} are kept for ${months} months.`,
      why: 'it is said; nothing in a schema takes the older ones away: a job drops parts of whole months, or deletes rows in small batches where there are none',
      cause,
    });
  }
}

/** What is personal is marked in comments, so that it can be found, exported and erased. */
function privacy(work: Work, { cause }: Wish, decisions: Decision[]): void {
  const personal = work.entities.flatMap((entity) =>
    entity.attributes.filter((one) => one.personal).map((one) => `${entity.name}.${one.name}`),
  );
  decisions.push({
    what: `What tells of a person is marked in the comment of its column: ${personal.length > 0 ? listed(personal) : 'nothing that was recognised'}.`,
    why: 'a person may ask for it to be shown or erased',
    instead: 'Tables of their own for personal data make erasing one statement, and every query a join.',
    cause,
  });
}

function tenantOf(work: Work, { by, of, cause }: Wish, decisions: Decision[]): NonNullable<Granted['tenant']> {
  const named = [
    by,
    'tenant',
    'organization',
    'organisation',
    'company',
    'workspace',
    'account',
    'customer_account',
    'clinic',
    'school',
    'store',
    'merchant',
    'team',
  ].find(
    (name) =>
      name !== undefined &&
      work.entities.some((one) => one.name === name) &&
      // A company that some contacts have and others have not is no tenant, unless it is said to be.
      (name === by || !work.relations.some((one) => isOfTenant(one, name) && one.optional)),
  );
  const entity = named ?? 'tenant';
  if (named === undefined) {
    work.entities.unshift({
      name: 'tenant',
      listed: false,
      about: 'A customer whose data nobody else sees.',
      attributes: [
        attribute('name', 'name', cause, { about: 'As it is shown.' }),
        attribute('slug', 'slug', cause, { unique: true, about: 'Its name in addresses.' }),
      ],
      keys: [],
      checks: [],
      volume: { rows: 1000, cause: { kind: 'implied', words: 'nothing is said of how many tenants there are' } },
      cause,
    });
  }
  const inside = new Set(
    (of.length > 0
      ? of
      : work.entities
          .filter((one) => one.name !== entity && (!one.listed || refers(work, one, entity)))
          .map((one) => one.name)
    ).filter((name) => name !== entity && (of.length > 0 || !isAbove(work, name, entity))),
  );
  for (const [at, one] of work.relations.entries()) {
    if (!isOfTenant(one, entity) || !one.optional || !inside.has(one.from)) continue;
    work.relations[at] = {
      ...one,
      optional: false,
      ...(one.onDelete === 'set null'
        ? {
            onDelete: 'restrict',
            why: `${withArticle(spoken(entity))} that has rows stays: a row of none is seen by nobody`,
          }
        : {}),
    };
  }
  decisions.push({
    what: `Every row belongs to ${withArticle(spoken(entity))} by the column ${entity}_id; policies hide the rows of others.`,
    why: 'tenants must not see each other, whatever an application forgets',
    instead: 'A schema or a database for each tenant separates more, and makes each migration run once for each.',
    cause,
  });
  return { entity, of: inside };
}

/** The reference that tells whose a row is. */
function isOfTenant({ kind, to, role }: Relation, tenant: string): boolean {
  return kind !== 'many-to-many' && to === tenant && role === tenant;
}

/** A table that was written down with the tenant's key: nothing is added to it, and a policy hides its rows from others. */
function refers(work: Work, { name }: Entity, tenant: string): boolean {
  return work.relations.some(
    (one) => one.from === name && one.to === tenant && one.kind !== 'many-to-many' && !one.optional,
  );
}

/** A person may be in several tenants: the table between both says which, and the person stands above them. */
function isMember(work: Work, name: string, tenant: string): boolean {
  return work.entities.some(
    (one) =>
      (one.identifiedBy?.length ?? 0) >= 2 &&
      [tenant, name].every((end) =>
        work.relations.some((two) => two.from === one.name && two.to === end && one.identifiedBy?.includes(two.role)),
      ),
  );
}

/** Who is in several tenants, and what belongs to nobody but firms that are: these are no persons. */
function isAbove(work: Work, name: string, tenant: string, seen: readonly string[] = []): boolean {
  if (isMember(work, name, tenant)) return true;
  const owners = work.relations.filter((one) => one.from === name && one.to !== name);
  const isPerson = (end: string) =>
    work.entities.some((one) => one.name === end && one.attributes.some(({ personal }) => personal));
  return (
    owners.length > 0 &&
    owners.every(({ to }) => !seen.includes(to) && !isPerson(to) && isAbove(work, to, tenant, [...seen, name]))
  );
}

function auditLog(work: Work, { cause }: Wish, decisions: Decision[]): void {
  if (work.entities.some((one) => one.name === 'audit_log')) return;
  work.entities.push({
    name: 'audit_log',
    table: 'audit_log',
    listed: false,
    about: 'Every change of a recorded table, written by triggers.',
    attributes: [
      attribute('changed_at', 'instant', cause, { default: 'now', about: 'When it was changed.' }),
      attribute('table_name', 'code', cause, { about: 'The table that was changed.' }),
      attribute('row_key', 'code', cause, { optional: true, about: 'The id of the row, where it has one.' }),
      attribute('operation', 'choice', cause, { values: ['insert', 'update', 'delete'], about: 'What was done.' }),
      attribute('actor', 'name', cause, {
        personal: true,
        about: 'Who did it: the session’s app.actor, else the database user.',
      }),
      attribute('old_values', 'json', cause, { optional: true, about: 'The row before; none of an insert.' }),
      attribute('new_values', 'json', cause, { optional: true, about: 'The row after; none of a delete.' }),
    ],
    keys: [],
    checks: [
      { kind: 'at least one', of: ['old_values', 'new_values'], about: 'There was a row before or after.', cause },
    ],
    appendOnly: true,
    retention: {
      by: 'changed_at',
      months: 24,
      cause: { kind: 'implied', words: 'nothing is said of how long changes are kept' },
    },
    cause,
  });
  decisions.push({
    at: 'audit_log',
    what: 'Changes are recorded by triggers in one table, as JSON.',
    why: 'a trigger sees what every program does; one table answers who did what',
    instead: 'A history table for each table keeps types, and is better where old rows are queried often.',
    cause,
  });
}
