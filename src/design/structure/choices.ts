import { singular, spoken } from '../../catalog/words.ts';
import type { Attribute, Decision, Design, Entity, Wish } from '../model.ts';

/** How a closed list is kept. */
export type ListForm = 'check' | 'enum' | 'table';

/** More values than this are read and changed as rows, not as a clause. */
const mostInCheck = 12;

/** The form of each closed list, by `entity.attribute`, with a decision for each. */
export function listForms(design: Design, decisions: Decision[]): ReadonlyMap<string, ListForm> {
  const lists = design.entities
    .filter((one) => one.name !== 'audit_log')
    .flatMap((entity) =>
      entity.attributes.filter((one) => one.values !== undefined).map((attribute) => ({ entity, attribute })),
    );
  const wished = new Map<string, { readonly form: ListForm; readonly wish: Wish }>();
  for (const wish of design.wishes) {
    const form = wish.kind === 'enums' ? 'enum' : wish.kind === 'lookup tables' ? 'table' : undefined;
    if (form) for (const one of spokenOf(wish, lists)) wished.set(keyOf(one), { form, wish });
  }
  const forms = new Map<string, ListForm>();
  for (const one of lists) {
    const { entity, attribute } = one;
    const values = attribute.values ?? [];
    const said = wished.get(keyOf(one));
    const many = values.length > mostInCheck && !entity.listed;
    const form: ListForm = said?.form ?? (/\benum\b/i.test(attribute.cause.words) ? 'enum' : many ? 'table' : 'check');
    forms.set(keyOf(one), form);
    decisions.push({
      at: keyOf(one),
      ...told(form, attribute, said !== undefined, values.length),
      cause: said?.wish.cause ?? attribute.cause,
    });
  }
  return forms;
}

function keyOf({ entity, attribute }: { readonly entity: Entity; readonly attribute: Attribute }): string {
  return `${entity.name}.${attribute.name}`;
}

function told(
  form: ListForm,
  { name, values = [] }: Attribute,
  wished: boolean,
  many: number,
): Pick<Decision, 'what' | 'why' | 'instead'> {
  const list = `The list of ${spoken(name)} (${values.slice(0, 4).join(', ')}${many > 4 ? '…' : ''})`;
  switch (form) {
    case 'check':
      return {
        what: `${list} is a check.`,
        why: 'it is short, its values have no attributes of their own, and programs know each of them',
        instead:
          'A lookup table is better when people change the list or values have a text or an order; an enum when values are only ever added.',
      };
    case 'enum':
      return {
        what: `${list} is an enum type.`,
        why: wished
          ? 'it is wished: 4 bytes a value, in the order of the list'
          : 'the description says so: 4 bytes a value, in the order of the list',
        instead: 'A check is changed in one statement, and can lose a value, which an enum cannot.',
      };
    case 'table':
      return {
        what: `${list} is a table of its own, to which the column refers by the code.`,
        why: wished
          ? 'it is wished: a new value is a row, and no migration'
          : `with ${many} values it is data: rows can be added, worded and ordered without a migration`,
        instead: 'A check is enough for a list that only programs change.',
      };
  }
}

type List = { readonly entity: Entity; readonly attribute: Attribute };

/** The lists that words speak of: by attribute and entity, by one of both, or all when they name none. */
function spokenOf({ cause, of }: Wish, lists: readonly List[]): readonly List[] {
  if (of.length > 0) return lists.filter(({ entity }) => of.includes(entity.name));
  const words = wordsIn(cause.words);
  const attribute = lists.filter((one) => words.includes(` ${lastWord(one.attribute.name)} `));
  const entity = lists.filter((one) => names(words, one.entity));
  const both = attribute.filter((one) => entity.includes(one));
  return [both, attribute, entity, lists].find((some) => some.length > 0) ?? [];
}

function names(words: string, { name }: Entity): boolean {
  return words.includes(` ${spoken(name)} `);
}

function wordsIn(text: string): string {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return ` ${words.map(singular).join(' ')} `;
}

function lastWord(name: string): string {
  return singular(name.split('_').at(-1) ?? name);
}

/** The entities whose surrogate keys are UUIDs, with the decision on keys. */
export function uuidKeyed(design: Design, decisions: Decision[]): ReadonlySet<string> {
  const free = design.entities.filter((one) => !one.listed && one.name !== 'audit_log');
  const wishes = design.wishes.filter((one) => one.kind === 'uuid keys');
  const found = new Set<string>();
  for (const wish of wishes) {
    const words = wordsIn(wish.cause.words);
    const named = free.filter((one) => wish.of.includes(one.name) || names(words, one));
    for (const one of named.length > 0 ? named : free) found.add(one.name);
    const which = named.length > 0 ? ` of ${named.map((one) => spoken(one.name)).join(', ')}` : '';
    decisions.push({
      what: `Keys${which} are UUIDs, ordered by time where the version has uuidv7().`,
      why: /\bclient|\bdevice|\bphone|\boffline|\bapp/i.test(wish.cause.words)
        ? 'rows get their keys where they are made, without asking the database; those of one time stand together in the index'
        : 'they are seen outside, and nobody can count or guess them; those of one time stand together in the index',
      instead: /\burls?\b|\blinks?\b/i.test(wish.cause.words)
        ? 'A number of 8 bytes as key, and a UUID beside it for addresses, keeps indexes half as large; uuidv7() shows when a row was made.'
        : 'Numbers take 8 bytes instead of 16, in every index and every reference.',
      cause: wish.cause,
    });
  }
  if (free.some((one) => !found.has(one.name)))
    decisions.push({
      what: `${found.size > 0 ? 'Other keys' : 'Keys'} are numbers that the database gives; what people call a thing by is unique beside it.`,
      why: 'a number never changes, is small in every reference, and new rows come at the end of the index',
      instead:
        'UUIDs are better where ids are shown outside or made by clients; a natural key where it never changes and is short.',
      cause: { kind: 'implied', words: wishes.length > 0 ? 'nothing else is said of them' : 'nothing is said of keys' },
    });
  return found;
}
