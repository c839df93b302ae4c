import { spoken } from '../../catalog/words.ts';
import type { Priority } from '../../findings/finding.ts';
import type { Access, Design, Entity } from '../model.ts';
import { type MissingFact, missingFacts } from './missing-facts.ts';
import { cascading, hasCurrency, mandatoryCycle, reaching } from './references.ts';
import { type Rows, rowsOf } from './rows.ts';
import type { BriefFile } from './schema.ts';

/** What can be said of a brief before there is a schema. */
export interface Remark {
  readonly priority: Priority;
  /** An entity, `entity.attribute`, or the brief. */
  readonly at: string;
  /** What is so, and why it matters; sentences. */
  readonly what: string;
  /** What to do, a sentence. */
  readonly advice: string;
  /** From 1 to 10, by docs/confidence.md: 8 follows from what the brief states, 4 rests on the library’s proportions. */
  readonly confidence: number;
}

export interface BriefReview {
  readonly title: string;
  readonly entities: number;
  readonly queries: number;
  readonly rows: readonly { readonly entity: string; readonly rows: number; readonly said: boolean }[];
  readonly remarks: readonly Remark[];
  readonly missing: readonly MissingFact[];
}

const stated = 8;

const supposed = 4;

/** From so many rows on, reading all of them is felt. */
const many = 1_000_000;

/** From so many rows on, a table is better parted by time when old rows are dropped. */
const huge = 50_000_000;

/** A server process for each connection: far more than cores only wait for each other. */
const manyConnections = 200;

/** Judges a design by what its brief tells; no engine is asked. */
export function judgeBrief(design: Design, beside: Pick<BriefFile, 'engine'>): BriefReview {
  const rows = rowsOf(design);
  const remarks = [
    ...design.entities.flatMap((one) => [...ofEntity(design, one, rows), ...growing(design, one, rows)]),
    ...design.access.flatMap((one) => [...ofAccess(design, one, rows)]),
    ...acrossAll(design, rows),
  ];
  const order: readonly Priority[] = ['P0', 'P1', 'P2'];
  return {
    title: design.title,
    entities: design.entities.length,
    queries: design.access.length,
    rows: design.entities
      .flatMap(({ name }) => {
        const of = rows.get(name);
        return of ? [{ entity: name, ...of }] : [];
      })
      .sort((a, b) => b.rows - a.rows || (a.entity < b.entity ? -1 : 1)),
    remarks: remarks
      .map((remark, at) => ({ remark, at }))
      .sort(
        (a, b) =>
          order.indexOf(a.remark.priority) - order.indexOf(b.remark.priority) ||
          b.remark.confidence - a.remark.confidence ||
          a.at - b.at,
      )
      .map(({ remark }) => remark),
    missing: missingFacts(design, rows, beside),
  };
}

function sure(rows: Rows | undefined): number {
  return rows?.said ? stated : supposed;
}

function figure(rows: number): string {
  return rows.toLocaleString('en-GB');
}

function* ofEntity(design: Design, entity: Entity, rows: ReadonlyMap<string, Rows>): Generator<Remark> {
  const at = entity.name;
  const own = design.relations.filter((one) => one.from === at && one.kind !== 'many-to-many');
  const unique =
    entity.keys.length > 0 ||
    entity.identifiedBy !== undefined ||
    entity.attributes.some((one) => one.unique) ||
    own.some((one) => one.kind === 'one-to-one');
  if (!unique && !entity.appendOnly && own.length === 0 && !/(?:log|event|reading|entry|message)$/.test(at)) {
    yield {
      priority: 'P2',
      at,
      what: `Nothing but its number tells one ${spoken(at)} from another: the same one can be entered twice.`,
      advice: `Say what is unique: unique: [[name]], or unique: true at an attribute.`,
      confidence: stated,
    };
  }
  const optional = entity.attributes.filter((one) => one.optional);
  if (entity.attributes.length >= 4 && optional.length === entity.attributes.length) {
    yield {
      priority: 'P2',
      at,
      what: `Every attribute of a ${spoken(at)} may be absent: an empty row is a valid one.`,
      advice: 'Take the question marks from what each row has.',
      confidence: stated,
    };
  }
  const money = entity.attributes.find((one) => one.type === 'money');
  if (money && !hasCurrency(design, at, new Set())) {
    yield {
      priority: 'P1',
      at: `${at}.${money.name}`,
      what: 'An amount of money with no currency beside it, nor with what it belongs to: sums add up different things once there is a second one.',
      advice: 'Add currency: currency to it or to what it belongs to.',
      confidence: stated,
    };
  }
  for (const one of entity.attributes) {
    if (
      one.type === 'json' &&
      design.access.some((two) => two.of === at && [...(two.equal ?? []), ...(two.search ?? [])].includes(one.name))
    ) {
      yield {
        priority: 'P1',
        at: `${at}.${one.name}`,
        what: 'It is open-ended, and yet queries look for rows by it.',
        advice: 'Make what is looked for an attribute of its own.',
        confidence: stated,
      };
    }
  }
  const volume = entity.volume;
  if (volume?.cause.kind === 'said' && volume.rows !== undefined) {
    for (const { to } of own.filter((one) => !one.optional)) {
      const parents = rows.get(to);
      if (!parents?.said || parents.rows === 0) continue;
      const each = volume.rows / parents.rows;
      if (each >= 100_000) {
        yield {
          priority: 'P1',
          at,
          what: `${figure(volume.rows)} rows for ${figure(parents.rows)} of ${spoken(to)} are ${figure(Math.round(each))} for each: one of the two numbers is hardly meant.`,
          advice: `Look at rows of ${at} and of ${to} again.`,
          confidence: stated,
        };
      }
    }
    for (const one of own.filter((two) => two.kind === 'one-to-one' && !two.optional)) {
      const parents = rows.get(one.to);
      if (parents?.said && volume.rows > parents.rows) {
        yield {
          priority: 'P1',
          at,
          what: `At most one is for each ${spoken(one.to)}, and yet there are more of them: ${figure(volume.rows)} for ${figure(parents.rows)}.`,
          advice: 'One of the numbers, or one: true, is wrong.',
          confidence: stated,
        };
      }
    }
  }
}

function* growing(design: Design, entity: Entity, rows: ReadonlyMap<string, Rows>): Generator<Remark> {
  const of = rows.get(entity.name);
  if (!of || of.rows < huge || entity.retention || design.wishes.some((one) => one.kind === 'retention')) return;
  yield {
    priority: entity.appendOnly ? 'P1' : 'P2',
    at: entity.name,
    what: `${figure(of.rows)} rows, and nothing says when old ones may go: they are deleted row by row later, or never.`,
    advice:
      'Say how long they are kept: retention: {by: created_at, months: 13}. The table is then parted by time from the start.',
    confidence: sure(of),
  };
}

function* ofAccess(design: Design, access: Access, rows: ReadonlyMap<string, Rows>): Generator<Remark> {
  const of = rows.get(access.of);
  const narrowed =
    (access.equal ?? []).length > 0 ||
    access.range !== undefined ||
    (access.search ?? []).length > 0 ||
    (access.absent ?? []).length > 0;
  const entity = design.entities.find((one) => one.name === access.of);
  const at = `${access.of}: ${access.about}`;
  const exact =
    entity?.keys.some((key) => !key.when && key.of.every((one) => access.equal?.includes(one))) ||
    entity?.attributes.some((one) => one.unique && access.equal?.includes(one.name));
  if (of && of.rows >= many && !narrowed && access.limit === undefined && !access.summary) {
    yield {
      priority: 'P1',
      at,
      what: `It returns all ${figure(of.rows)} rows.`,
      advice: 'Give it a limit and an order, and go on from the last row seen.',
      confidence: sure(of),
    };
  } else if (
    of &&
    of.rows >= many &&
    access.limit === undefined &&
    !exact &&
    !access.summary &&
    (access.range !== undefined || (access.search ?? []).length > 0)
  ) {
    yield {
      priority: 'P2',
      at,
      what: 'How many rows it returns depends on what is asked, without an upper bound.',
      advice: 'Give it a limit.',
      confidence: sure(of),
    };
  }
  if (
    access.limit !== undefined &&
    access.limit > 1 &&
    (access.order ?? []).length === 0 &&
    (access.search ?? []).length === 0
  ) {
    yield {
      priority: 'P2',
      at,
      what: `It takes ${access.limit} rows in no order: which ones is up to the server, and pages overlap.`,
      advice: 'Give it an order that ends with something unique.',
      confidence: stated,
    };
  }
  if (access.summary && of && of.rows >= many && !narrowed) {
    yield {
      priority: 'P1',
      at,
      what: `It adds up all ${figure(of.rows)} rows each time${access.goalMilliseconds === undefined ? '' : `, within ${access.goalMilliseconds} ms`}.`,
      advice: 'Keep the sums in a table of their own, or narrow it by time.',
      confidence: sure(of),
    };
  }
  if (
    (access.order ?? []).length > 0 &&
    access.range !== undefined &&
    !(access.order ?? []).some((one) => one.startsWith(access.range ?? '')) &&
    of &&
    of.rows >= many
  ) {
    yield {
      priority: 'P2',
      at,
      what: `It is bounded by ${access.range} and ordered by ${access.order?.join(', ')}: an index serves one of the two, and the rest is sorted or passed over.`,
      advice: `Order it by ${access.range}, if readers can do with that.`,
      confidence: sure(of),
    };
  }
}

function* acrossAll(design: Design, rows: ReadonlyMap<string, Rows>): Generator<Remark> {
  const tenancy = design.wishes.find((one) => one.kind === 'tenancy');
  const tenant = tenancy?.by;
  if (tenancy && tenant === undefined) {
    yield {
      priority: 'P1',
      at: 'the brief',
      what: 'Tenants are to be kept apart, and nothing says what a tenant is.',
      advice: 'Write tenants: with the entity.',
      confidence: stated,
    };
  }
  if (tenant !== undefined) {
    const reached = reaching(design, tenant);
    const outside = design.entities.filter((one) => !reached.has(one.name)).map((one) => one.name);
    if (outside.length > 0) {
      yield {
        priority: 'P1',
        at: outside.slice(0, 5).join(', '),
        what: `No reference leads from ${outside.length === 1 ? 'it' : 'them'} to ${spoken(tenant)}: nothing says whose the rows are.`,
        advice: `Refer to ${tenant}, or say that all tenants share them.`,
        confidence: stated,
      };
    }
  }
  const personal = design.entities.filter((one) => one.attributes.some((two) => two.personal));
  if (personal.length > 0 && !design.wishes.some((one) => one.kind === 'privacy')) {
    yield {
      priority: 'P2',
      at: personal
        .map((one) => one.name)
        .slice(0, 5)
        .join(', '),
      what: 'They hold data of persons, and the brief says nothing of erasing it.',
      advice: 'Name the laws under compliance:, so that erasure is designed in.',
      confidence: stated,
    };
  }
  const cycle = mandatoryCycle(design);
  if (cycle.length > 0) {
    yield {
      priority: 'P0',
      at: cycle.join(', '),
      what: 'Each must refer to the next, and the last to the first: no first row can be written.',
      advice: 'Let one of these references be absent.',
      confidence: stated,
    };
  }
  for (const entity of design.entities) {
    const reached = [...cascading(design, entity.name)];
    const lost = reached.reduce((sum, name) => sum + (rows.get(name)?.rows ?? 0), 0);
    const own = rows.get(entity.name);
    if (own && lost / Math.max(1, own.rows) > 100_000) {
      yield {
        priority: 'P1',
        at: entity.name,
        what: `Deleting one row deletes about ${figure(Math.round(lost / Math.max(1, own.rows)))} others with it, in ${reached.join(', ')}: one long transaction.`,
        advice: 'Restrict the delete, and erase what hangs on it in batches.',
        confidence: supposed,
      };
    }
  }
  const read = new Set(design.access.map((one) => one.of));
  const unread = design.entities.filter(
    (one) =>
      !read.has(one.name) &&
      !design.relations.some((two) => two.to === one.name || (two.from === one.name && two.kind !== 'many-to-many')),
  );
  if (design.access.length > 0 && unread.length > 0) {
    yield {
      priority: 'P2',
      at: unread
        .map((one) => one.name)
        .slice(0, 5)
        .join(', '),
      what: 'No query reads it and nothing hangs together with it.',
      advice: 'Say how it is read, or leave it out.',
      confidence: stated,
    };
  }
  const { connections } = design.load;
  if (connections !== undefined && connections > manyConnections) {
    yield {
      priority: 'P1',
      at: 'load',
      what: `${figure(connections)} connections at the peak are a server process each.`,
      advice: 'Put a pool before the server, in transaction mode.',
      confidence: stated,
    };
  }
}
