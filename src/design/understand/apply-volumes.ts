import { spoken } from '../../catalog/words.ts';
import { claim } from './contradictions.ts';
import { type Draft, entityAtEnd, entityOf } from './draft.ts';
import type { Of, Statement } from './statement.ts';
import { endingWith, persons } from './things.ts';

/** Takes what is said of how many there are; what cannot be is told and the later is taken. */
export function applyVolumes(draft: Draft, statements: readonly Statement[]): void {
  for (const one of statements) {
    if (one.kind !== 'volume') continue;
    const { rows, perDay, growthPerYear, each, cause } = one;
    const owners =
      one.of === ''
        ? growthPerYear === undefined
          ? []
          : [...draft.entities.values()].filter((two) => two.volume)
        : [entityOf(draft, one.of) ?? entityAtEnd(draft, one.of) ?? endingWith(draft, one.of)];
    for (const owner of owners) {
      if (!owner) {
        if (!each?.daily) tellNothing(draft, one);
        continue;
      }
      const before = owner.volume;
      if (
        !claim(draft, {
          at: owner.name,
          facets: { rows, perDay, growthPerYear },
          cause,
          taken: manyOf(owner.name, one),
        })
      )
        continue;
      if (each?.daily) continue;
      if (each) owner.each = { of: each.of, number: each.number, cause };
      owner.volume = {
        ...before,
        ...(rows === undefined ? {} : { rows }),
        ...(perDay === undefined ? {} : { perDay }),
        ...(growthPerYear === undefined ? {} : { growthPerYear }),
        cause: before?.rows !== undefined && rows === undefined ? before.cause : cause,
      };
    }
  }
  for (const one of statements) if (one.kind === 'volume' && one.each?.daily) takeRate(draft, one);
  const users = persons(draft);
  const people = users?.volume?.rows;
  for (const { name, volume } of draft.entities.values()) {
    const many = volume?.rows ?? (volume?.perDay ?? 0) * 365;
    if (users && people !== undefined && name !== users.name && many > people * 1e5) {
      draft.questions.push({
        question: `Can there be ${short(many)} ${name.replaceAll('_', ' ')} rows with ${short(people)} ${users.name.replaceAll('_', ' ')} rows ("${volume?.cause.words}")?`,
        changes: 'both were taken as they were said; all sizes and plans follow from them',
      });
    }
  }
}

/** How many there are of what is no table. */
function tellNothing(draft: Draft, { of, cause }: Of<'volume'>): void {
  draft.notUnderstood.push({
    words: cause.words,
    line: cause.line ?? 1,
    why: `the number is of "${spoken(of)}", which nothing in the design goes by`,
  });
}

function manyOf(name: string, { rows, perDay, growthPerYear }: Of<'volume'>): string {
  const of = spoken(name);
  if (rows !== undefined) return `There are ${rows} ${of} rows.`;
  return perDay === undefined
    ? `A year later there are ${growthPerYear} times as many ${of} rows.`
    : `There are ${perDay} new ${of} rows a day.`;
}

/** So many a day of each, times how many there are of these. */
function takeRate(draft: Draft, { of, each, cause }: Of<'volume'>): void {
  const meant = (name: string) => entityOf(draft, name) ?? entityAtEnd(draft, name) ?? endingWith(draft, name);
  const [owner, whose] = [meant(of), meant(each?.of ?? '')];
  if (!owner || owner.volume?.perDay !== undefined || owner.volume?.rows !== undefined) return;
  const many = whose?.volume?.rows;
  if (many !== undefined && each) owner.volume = { ...owner.volume, perDay: many * each.number, cause };
  else
    draft.notUnderstood.push({
      words: cause.words,
      line: cause.line ?? 1,
      why: `nothing tells how many ${(each?.of ?? '').replaceAll('_', ' ')} rows there are`,
    });
}

function short(value: number): string {
  return value >= 1e9
    ? `${+(value / 1e9).toPrecision(3)}B`
    : value >= 1e6
      ? `${+(value / 1e6).toPrecision(3)}M`
      : value >= 1e3
        ? `${+(value / 1e3).toPrecision(3)}K`
        : String(Math.round(value));
}
