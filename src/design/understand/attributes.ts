import { spoken } from '../../catalog/words.ts';
import type { KnownAttribute } from '../knowledge/domain.ts';
import type { Attribute, Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { claim, claimPresence, claimUnique } from './contradictions.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { roleNouns } from './lexicon.ts';
import { isPerson } from './persons.ts';
import type { Phrase } from './phrase.ts';
import { relate } from './relate.ts';
import type { Of, WrittenColumn } from './statement.ts';
import { endingWith, persons } from './things.ts';

/** A property as a sentence names it. */
export function addAttribute(
  draft: Draft,
  owner: DraftEntity,
  phrase: Phrase,
  column: WrittenColumn | undefined,
  cause: Cause,
): void {
  const meaning = meaningOf(phrase.name) ?? meaningOf(phrase.written);
  const name = shortName(
    owner.name,
    meaning?.type === 'long text' || meaning?.type === 'json' || /^(?:dimension|coordinate)$/.test(phrase.name)
      ? phrase.written
      : phrase.name,
  );

  if (name === 'id') return;
  const values = column?.values ?? valuesIn(phrase.note);
  const limits = /^(?:from\s+)?(-?\d+)\s*(?:to|-|–|and)\s*(-?\d+)$/.exec(phrase.note);
  // A number has no list of words, whatever is usual: a priority from 1 to 5.
  const usual = limits && meaning?.values ? undefined : meaning;
  const optional =
    column?.optional === true ||
    phrase.optional ||
    (meaning?.optional === true && !/required|mandatory|not null/i.test(phrase.note));
  put(
    draft,
    owner,
    {
      name,
      ...typeOf(column, usual, values),
      ...sizedAs(column, typeOf(column, usual, values)),
      ...(limits && !/^(?:integer|quantity|decimal|percentage|money)$/.test(meaning?.type ?? '')
        ? { type: 'integer' as const }
        : {}),
      ...sizeOf(phrase, meaning),
      ...(optional ? { optional: true } : {}),
      ...(phrase.unique || column?.unique ? { unique: true } : {}),
      ...(meaning?.personal ? { personal: true } : {}),
      ...(usual?.default === undefined || values ? {} : { default: usual.default }),
      ...(limits
        ? { min: Number(limits[1]), max: Number(limits[2]) }
        : {
            ...(meaning?.min === undefined ? {} : { min: meaning.min }),
            ...(meaning?.max === undefined ? {} : { max: meaning.max }),
          }),
      cause,
    },
    presenceOf(phrase, column, cause),
  );
  if (!limits && !meaning && column?.type === undefined && !values) {
    draft.decisions.push({
      at: `${owner.name}.${name}`,
      what: `${name} is a text.`,
      why: 'neither its name nor the description tells what its values are',
      instead: `Write "${phrase.text} (date)" or the like to say so.`,
      cause,
    });
  }
}

/** Characters are counted of texts alone: a year of four digits is a year. */
function sizeOf(
  { size }: Phrase,
  meaning: ReturnType<typeof meaningOf>,
): Partial<Pick<KnownAttribute, 'sqlType' | 'length'>> {
  if (!size || !texts.test(meaning?.type ?? 'text')) return {};
  return { sqlType: `varchar(${size.characters})`, ...(size.exactly ? { length: size.characters } : {}) };
}

/** `product_name` of a product is its name; `order_number` stays, and so does what is no more than the word. */
function shortName(owner: string, name: string): string {
  const prefix = `${owner}_`;
  if (!name.startsWith(prefix)) return name;
  const rest = name.slice(prefix.length);
  return /^(?:name|title|description|status|price|type|email|phone)$/.test(rest) ? rest : name;
}

/** `draft, sent`: one of these; nothing for a note of another kind. */
export function valuesIn(note: string): readonly string[] | undefined {
  if (!/[,|/]/.test(note) || /\b(?:optional|required|unique|type|e\.g|such as)\b/i.test(note)) return undefined;
  const values = note
    .split(/[,|/]|\bor\b/)
    .map((one) =>
      one
        .trim()
        .toLowerCase()
        .replace(/^["']|["']$/g, ''),
    )
    .filter((one) => one !== '');
  return values.length >= 2 && values.every((one) => /^[\p{L}\d][\p{L}\d _-]{0,30}$/u.test(one)) ? values : undefined;
}

function typeOf(
  column: WrittenColumn | undefined,
  meaning: ReturnType<typeof meaningOf>,
  values: readonly string[] | undefined,
): Pick<KnownAttribute, 'type' | 'values'> {
  if (values) return { type: meaning?.type === 'status' ? 'status' : 'choice', values };
  // A name that says more than a written type is kept: an e-mail address is more than a varchar.
  const loose =
    column?.type === 'text' ||
    column?.type === 'long text' ||
    column?.type === 'decimal' ||
    column?.type === 'integer' ||
    column?.type === undefined;
  if (
    meaning &&
    loose &&
    !(column?.type === 'text' && /^(?:boolean|integer|quantity|decimal|percentage|date|instant)$/.test(meaning.type)) &&
    !(column?.type === 'integer' && !/^(?:integer|quantity|year)$/.test(meaning.type)) &&
    !(column?.type === 'decimal' && !/^(?:decimal|money|percentage|latitude|longitude|quantity)$/.test(meaning.type))
  ) {
    return { type: meaning.type, ...(meaning.values ? { values: meaning.values } : {}) };
  }
  return { type: column?.type ?? 'text' };
}

/** The written type with its size, where values of that meaning have such a type. */
function sizedAs(
  column: WrittenColumn | undefined,
  { type, values }: Pick<KnownAttribute, 'type' | 'values'>,
): Partial<Pick<KnownAttribute, 'sqlType' | 'length'>> {
  const { sqlType, length } = column ?? {};
  if (sqlType === undefined || values) return {};
  const fitting = sqlType.startsWith('varchar') ? texts : sqlType.startsWith('numeric') ? fractions : wholes;
  return fitting.test(type) ? { sqlType, ...(length === undefined ? {} : { length }) } : {};
}

const texts =
  /^(?:name|text|long text|email|phone|url|slug|code|postal code|hash|file|colour|language|time zone|status|choice)$/;
const fractions = /^(?:decimal|money|percentage|latitude|longitude|quantity)$/;
const wholes = /^(?:integer|quantity|year)$/;

/** `optional`: the description says whether it may be missing. */
function put(draft: Draft, owner: DraftEntity, attribute: Attribute, optional: boolean | undefined): void {
  const present = owner.attributes.get(attribute.name);
  const { name, cause } = attribute;
  const at = `${owner.name}.${name}`;
  if (attribute.type !== 'text') claimType(draft, at, attribute.type, cause);
  claimSize(draft, at, attribute.sqlType, attribute.length, cause);
  if (attribute.unique) claimUnique(draft, at, true, cause);
  if (optional !== undefined) claimPresence(draft, at, optional, cause);
  const { optional: _, ...rest } = present ?? {};
  owner.attributes.set(name, { ...(optional === false ? rest : present), ...attribute });
}

/** Whether it may be missing, where the words say so. */
function presenceOf(phrase: Phrase, column: WrittenColumn | undefined, { words }: Cause): boolean | undefined {
  if (phrase.optional || column?.optional) return true;
  const must = /\b(?:required|mandatory|not null)\b/i.test(`${phrase.text} ${phrase.note}`);
  const said =
    /\bmust (?:always )?(?:have|provide|give)\b|\balways ha(?:s|ve)\b|\b(?:is|are) (?:always )?(?:required|mandatory)[.!]?$/i;
  return must || said.test(words) ? false : undefined;
}

/** What kind of values a property has. */
export function claimType(draft: Draft, at: string, type: string, cause: Cause): boolean {
  const [owner = '', name = ''] = at.split('.').map(spoken);
  return claim(draft, { at, facets: { type }, cause, taken: `The ${name} of ${owner} is of type ${type}.` });
}

/** How many characters a text has, at most or exactly. */
export function claimSize(
  draft: Draft,
  at: string,
  sqlType: string | undefined,
  length: number | undefined,
  cause: Cause,
): boolean {
  const characters = /^varchar\((\d+)\)$/.exec(sqlType ?? '')?.[1];
  if (characters === undefined) return true;
  const [owner = '', name = ''] = at.split('.').map(spoken);
  const taken = `The ${name} of ${owner} has ${length === undefined ? 'at most ' : ''}${characters} characters.`;
  return claim(draft, { at, facets: { characters, exactly: length !== undefined }, cause, taken });
}

/** The columns of a table that is written down: its key, its references, and what is left. */
export function takeColumns(
  draft: Draft,
  { table, columns, cause }: Of<'table'>,
  tables: readonly Of<'table'>[],
): void {
  const owner = entityOf(draft, table);
  if (!owner) return;
  const keys = columns.filter((one) => one.primary).map((one) => one.name);
  const key = keys.length > 0 ? keys : ownKey(draft, owner, columns);
  if (keys.length === 1 || keys.length === 0 ? key[0] !== undefined : false) owner.identifiedBy = key;
  for (const column of columns) {
    const { name } = column;
    const spoken =
      column.noun === undefined ? undefined : thingMeant(draft, owner, { name, noun: column.noun }, tables);
    if (spoken) {
      relate(draft, {
        from: owner.name,
        to: spoken.name,
        kind: column.unique ? 'one-to-one' : 'many-to-one',
        role: name,
        column: `${name}_id`,
        optional: column.optional || spoken === owner,
        cause,
      });
      continue;
    }
    const many = keys.length > 1 && keys.includes(name);
    const shared = key.length === 1 && key.includes(name) && column.references !== undefined;
    const target =
      column.references ??
      (key.includes(name) && !many ? undefined : knownBy(name, table, tables)) ??
      (name.endsWith('_id') && (!key.includes(name) || many) ? name.slice(0, -3) : undefined);
    const to: DraftEntity | undefined =
      target === undefined
        ? undefined
        : (entityOf(draft, target) ??
          (target === 'parent' || target.startsWith('parent_')
            ? owner
            : roleNouns.has(target)
              ? persons(draft)
              : undefined));
    if (to && to !== owner && shared) owner.identifiedBy = [name.replace(/_id$/, '')];
    if (to && (!key.includes(name) || many || (shared && to !== owner))) {
      const role = name.replace(/_id$/, '');
      relate(draft, {
        from: owner.name,
        to: to.name,
        kind: column.unique || shared ? 'one-to-one' : 'many-to-one',
        role,
        column: name,
        optional: column.optional,
        cause,
      });
      continue;
    }
    const meaning = meaningOf(name);
    const isKey = key.includes(name);
    if (name.endsWith('_id') && !isKey) {
      owner.attributes.set(name, {
        name,
        type: column.type ?? 'integer',
        ...(column.optional ? { optional: true } : {}),
        about: `Identifies a ${name.slice(0, -3).replaceAll('_', ' ')}, which this schema does not describe.`,
        cause,
      });
      draft.questions.push({
        question: `Where do the ${name.slice(0, -3).replaceAll('_', ' ')} rows that ${owner.table ?? owner.name}.${name} means live?`,
        changes: 'a table of them here would let the reference be checked',
      });
      continue;
    }
    if (
      /^(?:assigned_to|created_by|updated_by|deleted_by|approved_by|uploaded_by|owned_by|managed_by|reviewed_by|posted_by|written_by|reports_to)$/.test(
        name,
      )
    ) {
      const person = ['user', 'employee', 'member', 'person', 'account', 'customer']
        .map((one) => entityOf(draft, one))
        .find((one) => one !== undefined);
      if (person) {
        relate(draft, {
          from: owner.name,
          to: person.name,
          kind: 'many-to-one',
          role: name,
          column: name,
          optional: true,
          cause,
        });
        continue;
      }
      owner.attributes.set(name, {
        name,
        type: 'integer',
        optional: true,
        about: 'Identifies a person, whom this schema does not describe.',
        cause,
      });
      continue;
    }
    if (isKey && !meaning && column.type === undefined) {
      owner.attributes.set(name, { name, type: /(?:^|_)id$/.test(name) ? 'integer' : 'code', cause });
      continue;
    }
    owner.attributes.set(name, {
      name,
      ...(isKey && /(?:^|_)id$/.test(name) && column.type === undefined
        ? { type: 'integer' as const }
        : { ...typeOf(column, meaning, column.values), ...sizedAs(column, typeOf(column, meaning, column.values)) }),
      ...((column.optional || meaning?.optional) && !isKey ? { optional: true } : {}),
      ...(column.unique ? { unique: true } : {}),
      ...(meaning?.personal ? { personal: true } : {}),
      ...(meaning?.default === undefined || column.values ? {} : { default: meaning.default }),
      ...(/^(?:created|inserted)_(?:at|on)$/.test(name) || /^(?:updated_at|last_updated|last_modified)$/.test(name)
        ? { default: 'now' }
        : {}),
      cause,
    });
  }
  // A key of several columns: what refers to others goes by its role.
  if (keys.length > 1)
    owner.identifiedBy = keys.map(
      (name) => draft.relations.find((one) => one.from === owner.name && one.column === name)?.role ?? name,
    );
  // Without a key of its own, what lies between two is known by both.
  const own = draft.relations.filter((one) => one.from === owner.name && one.column !== undefined);
  const first = columns.slice(0, 2).map((one) => one.name);
  if (
    key.length === 0 &&
    own.length === 2 &&
    own.every((one) => !one.optional && first.includes(one.column ?? '') && one.to !== owner.name)
  )
    owner.identifiedBy = own.map((one) => one.role);
}

/** What a noun in a list of columns refers to: a thing of that name, one that its last words name, or the persons that there are. */
function thingMeant(
  draft: Draft,
  owner: DraftEntity,
  { name, noun }: { readonly name: string; readonly noun: string },
  tables: readonly Of<'table'>[],
): DraftEntity | undefined {
  const direct = entityOf(draft, noun) ?? endingWith(draft, noun);
  if (direct && (direct !== owner || name !== noun)) return direct;
  const end = entityAtEnd(draft, noun) ?? beginningWith(draft, noun);
  if (end) return end;
  if (!isPerson(noun) && noun !== 'person') return undefined;
  const listed = tables.flatMap((one) => entityOf(draft, one.table) ?? []).filter((one) => isPerson(one.name));
  const [only] = listed;
  return listed.length === 1 ? only : listed.length > 1 ? undefined : persons(draft);
}

/** `clay`, where clay bodies are the only things of that kind. */
function beginningWith(draft: Draft, noun: string): DraftEntity | undefined {
  const found = [...draft.entities.values()].filter((one) => one.listed && one.name.startsWith(`${noun}_`));
  return found.length === 1 && !meaningOf(noun) ? found[0] : undefined;
}

/** The table that has a column of this name as its key: a barcode is that of a sample. */
function knownBy(name: string, table: string, tables: readonly Of<'table'>[]): string | undefined {
  if (/^(?:id|uuid|name|code|number|key|title)$/.test(name)) return undefined;
  const found = tables.filter((one) => {
    const keys = one.columns.filter(({ primary }) => primary);
    return one.table !== table && keys.length === 1 && keys[0]?.name === name && keys[0].references === undefined;
  });
  return found.length === 1 ? found[0]?.table : undefined;
}

/**
 * The column that a written table is known by: `id`, or its own name with `_id`, or with the last word of its name, unless that
 * is another table: a ticket's labels have a `label_id`, and so have labels.
 */
function ownKey(draft: Draft, owner: DraftEntity, columns: readonly WrittenColumn[]): readonly string[] {
  const last = owner.name.split('_').at(-1) ?? '';
  const others = last !== owner.name && draft.entities.has(last);
  const wanted = [
    'id',
    `${owner.name}_id`,
    ...(others ? [] : [`${last}_id`]),
    'uuid',
    `${owner.table ?? owner.name}_id`,
  ];
  const found = wanted.map((name) => columns.find((one) => one.name === name)).find((one) => one !== undefined);
  return found ? [found.name] : [];
}
