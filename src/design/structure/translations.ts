import { spoken, withArticle } from '../../catalog/words.ts';
import type { Decision, Wish } from '../model.ts';
import { attribute, goWith, listed, type Work, withoutUnique } from './work.ts';

/** Texts in several languages: the language of the row, and its translations beside it. */
export function translations(work: Work, { cause, of }: Wish, decisions: Decision[]): void {
  const made: string[] = [];
  for (const entity of [...work.entities]) {
    const personal =
      entity.attributes.some((one) => one.personal) ||
      work.relations.some((one) => one.from === entity.name && /^(?:user|customer|member|author|person)$/.test(one.to));
    const texts = entity.attributes.filter(
      (one) =>
        one.type === 'long text' ||
        ((one.type === 'name' || one.type === 'text') && /^(?:name|title|subtitle|label|summary)$/.test(one.name)),
    );
    const wanted = of.length > 0 ? of.includes(entity.name) : texts.length >= 2 && !personal;
    if (
      !wanted ||
      texts.length === 0 ||
      entity.listed ||
      entity.name.endsWith('_translation') ||
      work.entities.some((one) => one.name === `${entity.name}_translation`)
    )
      continue;
    const name = `${entity.name}_translation`;
    made.push(name);
    work.entities.push({
      name,
      listed: false,
      about: `The texts of ${withArticle(spoken(entity.name))} in another language.`,
      attributes: [
        attribute('language', 'language', cause, { about: 'The language of the texts (BCP 47).' }),
        ...texts.map((one) => withoutUnique({ ...one, cause })),
      ],
      keys: [],
      checks: [],
      identifiedBy: [entity.name, 'language'],
      volume: { each: { of: entity.name, number: 2 }, cause },
      cause,
    });
    goWith(work, name, entity, { why: 'Translations go with what they translate.', cause });
  }
  if (made.length > 0)
    decisions.push({
      what: `Texts in other languages stand in ${listed(made)}, one row for each language.`,
      why: 'there are several languages; the text in the row itself is that of the main language, so that every row has one',
      instead: 'A column for each language is quicker to read and must be altered for every new one.',
      cause,
    });
}

/** What is searched for in the texts of a row is searched for in those of its translations, too: a query for each. */
export function searchTranslations(work: Work, decisions: Decision[]): void {
  for (const access of [...work.access]) {
    const entity = work.entities.find((one) => one.name === `${access.of}_translation`);
    const texts = (access.search ?? []).filter((name) => entity?.attributes.some((one) => one.name === name));
    const key = entity?.identifiedBy ?? [];
    if (!entity || texts.length === 0 || !key.includes('language')) continue;
    const { about, limit, perHour, goalMilliseconds, cause } = access;
    work.access.push({
      about: `${about} (in another language)`,
      of: entity.name,
      equal: ['language'],
      search: texts,
      ...(limit === undefined ? {} : { limit }),
      ...(perHour === undefined ? {} : { perHour }),
      ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
      cause,
    });
    decisions.push({
      at: entity.name,
      what: `Words are searched for in ${spoken(access.of)} rows, which hold the main language, and in ${spoken(entity.name)} rows for every other: a query of each.`,
      why: 'whoever reads another language searches by the words of that language',
      instead: 'One table of all texts, the main language among them, needs one query and a join for every list.',
      cause,
    });
    if (texts.length < (access.search ?? []).length)
      decisions.push({
        at: entity.name,
        what: `${listed((access.search ?? []).filter((name) => !texts.includes(name)))} of ${spoken(access.of)} rows is searched in the main language alone.`,
        why: 'it has no translation',
        cause,
      });
  }
}
