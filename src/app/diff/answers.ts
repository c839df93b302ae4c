import { readFile } from 'node:fs/promises';
import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { attributeKey } from '../../catalog/object.ts';
import { itemsOf } from '../../diff/items.ts';
import type { Answers } from '../../diff/renames/find.ts';
import { RelvarError } from '../../findings/error.ts';

/** What people said of names that are gone, in their words. */
export interface GivenAnswers {
  /** `old=new` each. */
  readonly renames: readonly string[];
  /** `old` each: it is gone indeed. */
  readonly drops: readonly string[];
  /** A file. */
  readonly answers: string | undefined;
}

/**
 * What `--rename old=new`, `--drop old` and the file of `--answers` say, by key. `old` is `table`, `schema.table`, `table.column`,
 * `type.value`, `type.attribute` and so on; without a schema it is in the default one. The file is a JSON object: `"old": "new"`, or null
 * for what is gone indeed; keys as in the questions (`column public.orders.total`) are taken too.
 * @throws RelvarError `bad-rename` for what is not there, `bad-answers` for a file that cannot be used
 */
export async function readAnswers(
  { renames, drops, answers: file }: GivenAnswers,
  catalog: Catalog,
  defaultSchema: string,
): Promise<Answers> {
  const told = file === undefined ? [] : await entries(file);
  const pairs = renames.map((text): readonly [string, string] => {
    const at = text.lastIndexOf('=');
    if (at <= 0 || at === text.length - 1)
      throw new RelvarError('bad-rename', `--rename ${text}: not old=new`, {
        hint: 'for example --rename orders.total=amount',
      });
    return [text.slice(0, at), text.slice(at + 1)];
  });
  const keys = keysOf(catalog);
  const both = drops.find((old) => pairs.some(([other]) => other === old));
  if (both !== undefined)
    throw new RelvarError('bad-rename', `${both} is said to be renamed, and to be dropped`, {
      hint: 'give one of them',
    });
  const all = [...told, ...pairs, ...drops.map((old) => [old, undefined] as const)];
  const resolve = (old: string): string | undefined => keys.get(old) ?? keys.get(`${defaultSchema}.${old}`);
  /** A part of what is renamed may be named by the new name of the whole. */
  const byNewName = (old: string): string | undefined => {
    const at = old.lastIndexOf('.');
    const whole = all.find(([, name]) => at > 0 && name === old.slice(0, at));
    return whole && resolve(`${whole[0]}${old.slice(at)}`);
  };
  return new Map(
    all.map(([old, name]) => {
      const found = resolve(old) ?? byNewName(old);
      if (found === undefined) {
        throw new RelvarError(
          'bad-rename',
          `${old} is not in the schema before: it cannot be ${name === undefined ? 'dropped' : `renamed to ${name}`}`,
          {
            hint: 'name it as table, schema.table, table.column, type.value or type.attribute',
          },
        );
      }
      return [found, name] as const;
    }),
  );
}

async function entries(file: string): Promise<readonly (readonly [string, string | undefined])[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RelvarError('bad-answers', `${file} cannot be read`, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RelvarError('bad-answers', `${file} is not JSON`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RelvarError('bad-answers', `${file} is not a JSON object of "old": "new"`);
  }
  return Object.entries(value).map(([old, name]) => {
    if (name !== null && typeof name !== 'string') {
      throw new RelvarError('bad-answers', `${file}: ${old} is neither a name nor null`);
    }
    return [old, name ?? undefined] as const;
  });
}

/** Keys by themselves and by what stands behind the kind; of several kinds of one name the table or column counts. */
function keysOf(catalog: Catalog): ReadonlyMap<string, string> {
  const items = itemsOf(catalog);
  const keys = [
    ...items.keys(),
    ...catalog.types.flatMap((type) =>
      type.kind === 'enum'
        ? type.values.map((value) => `enum value ${type.schema}.${type.name}.${value}`)
        : type.kind === 'composite'
          ? type.attributes.map(({ name }) => attributeKey(type, name))
          : [],
    ),
  ];
  const known = new Map<string, string>();
  for (const key of keys) {
    known.set(key, key);
    const name = key.replace(/^(?:enum value|\w+) /, '');
    const holds = /^(table|column|enum value) /.test(key);
    if (holds || !known.has(name)) known.set(name, key);
  }
  // An index may be named without its table.
  for (const { object, key } of items.values()) {
    if (object.kind !== 'index') continue;
    const name = qualified({ schema: object.relation.schema, name: object.index.name });
    if (!known.has(name)) known.set(name, key);
  }
  // What keys put into quotes a person writes without, where that says the same.
  for (const [name, key] of [...known]) {
    const bare = name.replaceAll(/"([^".]*)"/g, '$1');
    if (!known.has(bare)) known.set(bare, key);
  }
  return known;
}
