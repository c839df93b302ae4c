import { withArticle } from '../../catalog/words.ts';
import { RelvarError } from '../../findings/error.ts';
import { fitting } from '../fitting.ts';
import type { Domain } from '../knowledge/domain.ts';
import type { Access, Cause, Description, Design, Entity, NotUnderstood, Proposer } from '../model.ts';
import { tieActs } from './acts-tied.ts';
import { askOfAlone } from './alone.ts';
import { applyFacts } from './apply-facts.ts';
import { applyVolumes } from './apply-volumes.ts';
import { accessOf } from './asked.ts';
import { complete } from './complete.ts';
import { limitsTold } from './counts.ts';
import { takeDeletion } from './deletion.ts';
import { addEntity, type Draft, type DraftEntity, drawnFrom, entityAtEnd, entityOf, forget } from './draft.ts';
import { gather } from './gather.ts';
import { rowsOf } from './growing.ts';
import { takeIdentification } from './identifying.ts';
import { foreignLanguage } from './language.ts';
import { stopWords } from './lexicon.ts';
import { type Library, libraryFor } from './library.ts';
import { tieInner, tieNamedAfter } from './named-after.ts';
import { takeOnce } from './once-per.ts';
import { withoutNamed } from './only-named.ts';
import { takeApart } from './overlap.ts';
import { type Reading, read } from './read.ts';
import type { Statement } from './statement.ts';
import { loadOf, wishesOf } from './take-wishes.ts';
import { readTranslated } from './translated.ts';
import { tellUnkept } from './unkept.ts';
import { isVague, takeBare, tellChoice, whereToGo } from './vague.ts';

/** Designs by the rules of this folder and the library: no network, no chance. */
export function grammar(domains: readonly Domain[]): Proposer {
  return { name: 'grammar', propose: async (description) => understand(description, domains) };
}

/** @throws RelvarError `nothing-to-design` for a description that names no thing */
export function understand({ text, name }: Description, domains: readonly Domain[]): Design {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.every((word) => stopWords.has(word)))
    throw nothing(
      name,
      words.length === 0 ? 'is empty' : 'names nothing to keep: it holds only words like "the" and "with"',
    );
  if (/^\s*(?:--.*\n\s*)*create\s+(?:table|schema|type|extension)\b/i.test(text)) {
    throw new RelvarError('already-a-schema', `${name} is SQL already`, {
      hint: 'save it as schema.sql and run relvar review on it',
    });
  }
  const language = foreignLanguage(words);
  const { statements, notUnderstood, constraints, risks } = inItsLanguage(read(text), text, language);
  const library = libraryFor(domains, text, statements);
  const draft = gather(statements, library);
  draft.notUnderstood.push(...notUnderstood);
  namedInQueries(draft, library, statements);
  draft.application =
    /\b(?:users?|accounts?|apps?|applications?|platforms?|sites?|websites?|portals?|shops?|stores?|services?|saas|online|sign(?:s|ed)? (?:in|up)|log(?:s|ged)? in|logins?|customers?|subscribers?|marketplaces?|networks?|games?|systems?|software)\b/i.test(
      text,
    );
  const vague = isVague(draft, library, statements);
  if (vague) tellChoice(draft, library, statements);
  else {
    withoutNamed(draft, statements, text);
    takeBare(draft, domains, text);
  }
  applyFacts(draft, statements);
  takeIdentification(draft);
  tieActs(draft, text);
  tieNamedAfter(draft);
  tieInner(draft);
  complete(draft, library, vague);
  askOfAlone(draft);
  // Of another language, what the library knows by the same name is all that is sure.
  if (language !== undefined)
    for (const [name, one] of draft.entities) if (!one.known && !one.listed) forget(draft, name);
  if (draft.entities.size === 0) {
    const other = language === undefined ? '' : `: it seems to be in ${language}, and this reads English`;
    throw nothing(name, `names nothing that could be a table${other}`, whereToGo(library, domains));
  }
  applyFacts(
    draft,
    statements
      .filter((one) => /^(?:unique|bounds|presence|size|typed)$/.test(one.kind))
      .filter((one) => !applied(draft, one)),
  );
  for (const one of statements) {
    if (one.kind === 'apart') takeApart(draft, one);
    if (one.kind === 'once') takeOnce(draft, one);
    if (one.kind === 'deletion') takeDeletion(draft, one);
  }
  applyVolumes(draft, statements);
  const limits = limitsTold(draft, statements);
  for (const { cause } of limits)
    draft.notUnderstood.push({
      words: cause.words,
      line: cause.line ?? 1,
      why: 'a table does not hold how many rows there are for one: a trigger or the application must',
    });
  const held = [...new Set([...constraints, ...limits.map(({ cause }) => cause.words)])];
  const access = accessOf(draft, library, statements);
  const facts = statements.filter((one) => /^(?:unique|once|bounds|presence|size|typed)$/.test(one.kind));
  tellUnkept(
    draft,
    statements,
    facts.filter((one) => !applied(draft, one)),
  );
  const wishes = wishesOf(draft, statements);
  if (language !== undefined)
    draft.questions.push({
      question: `The description seems to be in ${language}, and this reads English: is anything missing?`,
      changes: 'names of things that the library knows in both languages were taken; all else was passed over',
    });
  return fitting({
    title: titleOf(statements, library),
    domains: domainsOf(draft, library),
    entities: [...draft.entities.values()].map((one) => entityOfDraft(one, draft)),
    relations: draft.relations,
    access: [...access, ...usualAccess(draft, access)],
    wishes,
    load: loadOf(statements),
    decisions: draft.decisions,
    contradictions: draft.contradictions,
    questions: draft.questions,
    ...(held.length > 0 ? { constraints: held } : {}),
    ...(risks.length > 0 ? { risks } : {}),
    notUnderstood: unique(draft.notUnderstood),
  });
}

/** Of a text in another language the things that the library knows by their names there, where there are any. */
function inItsLanguage(reading: Reading, text: string, language: string | undefined): Reading {
  const named = language === undefined ? [] : readTranslated(text, language);
  if (named.length === 0) return reading;
  const lines = text
    .split('\n')
    .flatMap((words, at) => (/\p{L}/u.test(words) ? [{ words: words.trim(), line: at + 1 }] : []));
  return {
    ...reading,
    statements: [...named, ...reading.statements.filter((one) => one.kind === 'table')],
    notUnderstood: lines.map((one) => ({ ...one, why: `of ${language} the names of things alone are read` })),
  };
}

function nothing(
  name: string,
  why: string,
  hint = 'name the things to keep: "users with several addresses, orders with items"',
): RelvarError {
  return new RelvarError('nothing-to-design', `${name} ${why}`, { hint });
}

/** Said before the library was asked, and taken then. */
function applied(draft: Draft, one: Statement): boolean {
  return (
    draft.taken.has(one.cause) ||
    [...draft.entities.values()].some(
      (entity) =>
        [...entity.attributes.values()].some((two) => two.cause.words === one.cause.words) ||
        entity.keys.some((two) => two.cause.words === one.cause.words),
    ) ||
    (one.kind === 'unique' &&
      one.of !== '' &&
      entityOf(draft, one.of)?.attributes.get(one.names[0] ?? '')?.unique === true)
  );
}

/** What things are sorted by, in every domain. */
const sorting =
  /(?:^|_)(?:category|tag|label|keyword|genre|topic|skill|edition|author|user|customer|country|language)$/;

/** Things that only a query names, where the library knows them: `filter by editions and tags`. */
function namedInQueries(draft: Draft, library: Library, statements: readonly Statement[]): void {
  for (const one of statements) {
    if (one.kind !== 'access') continue;
    const found = [one.of, one.owner ?? '', ...one.by].flatMap((name) => {
      if (name === '' || entityOf(draft, name)) return entityOf(draft, name) ?? [];
      const owner = entityOf(draft, one.of);
      if (owner?.attributes.has(name)) return [];
      const known = library.inMain(name) ?? (sorting.test(name) ? library.find(name) : undefined);
      if (!known) return [];
      const made = addEntity(
        draft,
        known.entity.name === name || library.inMain(name) === undefined ? name : known.entity.name,
        one.cause,
        known,
      );
      if (made.name !== name) draft.aliases.set(name, made.name);
      return made;
    });
    const [first, ...others] = found;
    for (const other of others) {
      if (first && first !== other && /(?:^|_)(?:tag|label|keyword|genre|topic|skill)$/.test(other.name)) {
        draft.relations.push({
          from: first.name,
          to: other.name,
          kind: 'many-to-many',
          role: other.name,
          optional: false,
          onDelete: 'cascade',
          why: `What ${withArticle(first.name.replaceAll('_', ' '))} is marked with goes with it.`,
          cause: one.cause,
        });
      }
    }
  }
}

function titleOf(statements: readonly Statement[], library: Library): string {
  const topic = statements.find((one) => one.kind === 'topic');
  const words = topic?.kind === 'topic' ? topic.words : undefined;
  const plain = words
    ?.replace(
      /^(?:please\s+)?(?:design|create|build|make|generate|develop|model|i need|we need|i want|we want|need|want|give me|set up)\s+(?:me\s+)?/i,
      '',
    )
    .replace(/^(?:an?|the|our)\s+/i, '')
    .replace(/^(?:database|schema|data ?model)(?:\s+schema)?\s+(?:for|of)\s+(?:an?|the|our)?\s*/i, '')
    .replace(/[.:]\s*$/, '')
    .trim();
  const title = plain !== undefined && plain !== '' && plain.length <= 80 ? plain : (library.main?.title ?? 'Design');
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function domainsOf(draft: Draft, library: Library): readonly string[] {
  const names = new Set<string>(library.main ? [library.main.name] : []);
  for (const one of draft.entities.values()) if (one.known) names.add(one.known.domain.name);
  return [...names];
}

function entityOfDraft(one: DraftEntity, draft: Draft): Entity {
  const { name, table, listed, about, keys, checks, identifiedBy, volume, cause, known } = one;
  const retention = known?.entity.retention;
  return {
    name,
    ...(table === undefined ? {} : { table }),
    listed,
    ...(about === undefined ? {} : { about }),
    // Of a state whose values nobody tells there is no closed list.
    attributes: [...one.attributes.values()].map((two) =>
      (two.type === 'status' || two.type === 'choice') && !two.values ? { ...two, type: 'code' } : two,
    ),
    keys,
    checks,
    ...(identifiedBy === undefined ? {} : { identifiedBy }),
    ...(one.subtypeOf ? { subtypeOf: one.subtypeOf } : {}),
    ...(known?.entity.appendOnly && !listed ? { appendOnly: true } : {}),
    ...(retention && one.attributes.has(retention.by) && !listed
      ? { retention: { ...retention, cause: { kind: 'known', words: known.domain.title } } }
      : {}),
    ...volumeOf(one, volume, draft),
    cause,
  };
}

/** What is said of its number, else what the library knows, in the names of the draft. */
function volumeOf(
  one: DraftEntity,
  volume: Entity['volume'],
  draft: Draft,
): { readonly volume?: NonNullable<Entity['volume']> } {
  if (one.each) {
    const of = (entityOf(draft, one.each.of) ?? entityAtEnd(draft, one.each.of))?.name;
    if (of !== undefined)
      return { volume: { ...volume, each: { of, number: one.each.number }, cause: one.each.cause } };
  }
  if (volume?.rows !== undefined || volume?.perDay !== undefined) return { volume };
  const known = one.known?.entity.volume;
  if (!known) return volume ? { volume } : {};
  const cause: Cause = { kind: 'known', words: one.known?.domain.title ?? '' };
  const growth = volume?.growthPerYear === undefined ? {} : { growthPerYear: volume.growthPerYear };
  if ('rows' in known) return { volume: { rows: known.rows, ...growth, cause } };
  const parent = one.known?.domain.entities.find((two) => two.name === known.of);
  const of = parent && (drawnFrom(draft, parent)?.name ?? entityOf(draft, parent.name)?.name);
  if (of !== undefined) return { volume: { each: { of, number: known.each }, ...growth, cause } };
  // What it is counted by is no table here: as many as there usually are.
  const rows = one.known ? rowsOf(one.known.domain, one.known.entity) : undefined;
  return rows === undefined ? {} : { volume: { rows, ...growth, cause } };
}

/** What an application usually asks, of things whose queries the description does not tell. */
function usualAccess(draft: Draft, said: readonly Access[]): readonly Access[] {
  const found: Access[] = [];
  for (const entity of draft.entities.values()) {
    if (!entity.known || entity.listed) continue;
    const roles = draft.relations.filter((one) => one.from === entity.name && one.kind !== 'many-to-many');
    const nameNow = (name: string): string | undefined => {
      if (entity.attributes.has(name) || roles.some((one) => one.role === name)) return name;
      const reference = entity.known?.entity.references?.find((one) => (one.as ?? one.to) === name);
      const target = reference && (entityOf(draft, reference.to) ?? entityAtEnd(draft, reference.to));
      return target ? roles.find((one) => one.to === target.name)?.role : undefined;
    };
    for (const access of entity.known.entity.access ?? []) {
      const all = (names: readonly string[] | undefined) => (names ?? []).map(nameNow);
      const [equal, absent, search] = [all(access.equal), all(access.absent), all(access.search)];
      const order = (access.order ?? []).map(
        (one) => [nameNow(one.split(' ')[0] ?? ''), one.endsWith(' desc') ? ' desc' : ''] as const,
      );
      const range = access.range === undefined ? undefined : nameNow(access.range);
      if (
        [...equal, ...absent, ...search, ...order.map(([name]) => name)].includes(undefined) ||
        (access.range !== undefined && range === undefined)
      )
        continue;
      if (
        said.some(
          (one) =>
            one.of === entity.name &&
            (one.equal ?? []).join() === equal.join() &&
            (one.search ?? []).join() === search.join(),
        )
      )
        continue;
      const { about, limit, perHour } = access;
      const names = (list: readonly (string | undefined)[]) => list.filter((one) => one !== undefined);
      found.push({
        about,
        of: entity.name,
        ...(equal.length > 0 ? { equal: names(equal) } : {}),
        ...(absent.length > 0 ? { absent: names(absent) } : {}),
        ...(range === undefined ? {} : { range }),
        ...(search.length > 0 ? { search: names(search) } : {}),
        ...(order.length > 0 ? { order: order.map(([name, direction]) => `${name}${direction}`) } : {}),
        ...(limit === undefined ? {} : { limit }),
        ...(perHour === undefined ? {} : { perHour }),
        cause: { kind: 'known', words: entity.known.domain.title },
      });
    }
  }
  return found;
}

function unique(all: readonly NotUnderstood[]): readonly NotUnderstood[] {
  return all.filter((one, at) => all.findIndex((two) => two.line === one.line && two.words === one.words) === at);
}
