import { spoken } from '../../catalog/words.ts';
import type { Design, Entity } from '../model.ts';
import type { Rows } from './rows.ts';
import type { BriefFile } from './schema.ts';

/** A fact that the brief does not tell. */
export interface MissingFact {
  readonly question: string;
  /** What the answer decides, a clause. */
  readonly decides: string;
  /** Without it the design may be wrong, and not only less sure. */
  readonly critical: boolean;
}

export function missingFacts(
  design: Design,
  rows: ReadonlyMap<string, Rows>,
  beside: Pick<BriefFile, 'engine'>,
): readonly MissingFact[] {
  const unsaid = design.entities.filter(
    (one) => !rows.get(one.name)?.said && one.volume?.cause.kind !== 'said' && !hasSaidOwner(design, one, rows),
  );
  const found: MissingFact[] = [];
  if (unsaid.length > 0) {
    const shown = unsaid.slice(0, 4).map((one) => spoken(one.name));
    found.push({
      question: `How many rows have ${shown.join(', ')}${unsaid.length > 4 ? ` and ${unsaid.length - 4} others` : ''} today, and in a year?`,
      decides: 'which queries need an index, what is parted, which types keys have',
      critical: unsaid.length > design.entities.length / 2,
    });
  }
  if (design.access.every((one) => one.cause.kind !== 'said')) {
    found.push({
      question: 'How is the data read: by what, in which order, how many rows at a time?',
      decides: 'every index but those of keys',
      critical: true,
    });
  } else if (design.access.every((one) => one.perHour === undefined)) {
    found.push({
      question: 'How often does each query run?',
      decides: 'which indexes are worth what they cost each write',
      critical: false,
    });
  }
  if (design.access.every((one) => one.goalMilliseconds === undefined))
    found.push({
      question: 'How long may a query take?',
      decides: 'whether sums are kept or computed',
      critical: false,
    });
  if (design.load.connections === undefined)
    found.push({
      question: 'How many connections are there at the peak?',
      decides: 'whether a pool is needed',
      critical: false,
    });
  if (design.load.readsPerWrite === undefined)
    found.push({
      question: 'How many reads are there for each write?',
      decides: 'how many indexes a table can bear',
      critical: false,
    });
  if (!design.entities.some((one) => one.volume?.growthPerYear !== undefined || one.volume?.perDay !== undefined))
    found.push({
      question: 'How fast does it grow?',
      decides: 'what must be parted or archived from the start',
      critical: false,
    });
  if (beside.engine === undefined)
    found.push({
      question: 'Which database is it for, in which version?',
      decides: 'which forms of statements and types there are',
      critical: false,
    });
  return [
    ...found,
    ...design.questions.map((one) => ({ question: one.question, decides: one.changes, critical: false })),
  ].sort((a, b) => Number(b.critical) - Number(a.critical));
}

/** Its rows follow from those of another, which are said. */
function hasSaidOwner(design: Design, entity: Entity, rows: ReadonlyMap<string, Rows>): boolean {
  return design.relations.some(
    (one) => one.from === entity.name && !one.optional && one.to !== entity.name && rows.get(one.to)?.said === true,
  );
}
