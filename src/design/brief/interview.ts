import { closest } from '../../catalog/closest.ts';
import { parseQuantity } from '../../config/quantity.ts';
import { RelvarError } from '../../findings/error.ts';
import { withKnown, without } from '../edit.ts';
import type { Domain } from '../knowledge/domain.ts';
import type { Design, Entity, Proposer, Wish } from '../model.ts';
import { designOfPattern } from '../patterns/compose.ts';
import { tableNameOf } from '../structure/names.ts';
import { rowsOf } from './rows.ts';
import type { BriefFile } from './schema.ts';
import { type Beside, briefOf } from './write.ts';

/** What the interview needs of the world. */
export interface Interviewer {
  /** Asks for a line; an empty one takes the default that the question shows in brackets. */
  readonly ask: (question: string) => Promise<string>;
  readonly tell: (text: string) => void;
  readonly domains: readonly Domain[];
  /** Understands plain words. */
  readonly proposer: Proposer;
  readonly signal: AbortSignal;
}

/** So often an answer may be one that cannot be taken. */
const attempts = 5;
/** So many volumes are asked for: the others follow from them by the library’s proportions. */
const volumesAsked = 3;

const offered: readonly (readonly [string, Wish['kind']])[] = [
  ['audit', 'audit'],
  ['soft-delete', 'soft delete'],
  ['currencies', 'currencies'],
  ['languages', 'languages'],
  ['history', 'history'],
];

/**
 * Asks a person what a design needs to know, and no more: each question has a default, and what follows from the
 * answers before is not asked.
 * @throws RelvarError `interrupted` when the signal ends it, `no-answer` when no answer can be taken
 */
export async function interview(world: Interviewer): Promise<BriefFile> {
  let design = await subject(world);
  design = await things(world, design);
  design = await volumes(world, design);
  design = await queries(world, design);
  design = await tenants(world, design);
  const wishes = await chosenWishes(world);
  const laws = await compliance(world, design);
  const connections = await number(world, 'Connections at the peak?', 50);
  const readsPerWrite = await number(world, 'Reads for each write?', 10);
  const cause = { kind: 'said', words: 'the answers to the questions' } as const;
  const beside: Beside = laws.length > 0 ? { compliance: [...laws] } : {};
  return briefOf(
    {
      ...design,
      wishes: [
        ...design.wishes,
        ...[...wishes, ...(laws.length > 0 ? (['privacy'] as const) : [])]
          .filter((kind) => !design.wishes.some((one) => one.kind === kind))
          .map((kind): Wish => ({ kind, of: [], cause })),
      ],
      load: { connections, readsPerWrite },
    },
    beside,
  );
}

/** A domain of the library, by its number or its name, or a description in plain words. */
async function subject(world: Interviewer): Promise<Design> {
  const { domains, tell, proposer } = world;
  const list = domains.map((one, at) => `${String(at + 1).padStart(4)}  ${one.title}`);
  const half = Math.ceil(list.length / 2);
  tell(
    `${list
      .slice(0, half)
      .map((one, at) => `${one.padEnd(36)}${list[half + at] ?? ''}`.trimEnd())
      .join('\n')}\n`,
  );
  return await taken(world, 'What is it for? A number, or a description in your own words: ', async (answer) => {
    if (answer === '') return undefined;
    const at = /^\d+$/.test(answer)
      ? Number(answer) - 1
      : domains.findIndex(
          (one) => one.name === answer.toLowerCase() || one.title.toLowerCase() === answer.toLowerCase(),
        );
    const domain = domains[at];
    if (/^\d+$/.test(answer) && !domain) return `a number from 1 to ${domains.length}`;
    if (domain) {
      return designOfPattern(
        { name: domain.name, title: domain.title, about: '', parts: [{ domain: domain.name, entities: 'core' }] },
        domains,
      );
    }
    try {
      return await proposer.propose({ text: answer, name: 'the answer' });
    } catch (error) {
      if (error instanceof RelvarError) return error.message;
      throw error;
    }
  });
}

async function things(world: Interviewer, design: Design): Promise<Design> {
  let now = design;
  world.tell(`\nThings to keep: ${now.entities.map((one) => one.name).join(', ')}\n`);
  const more = optionalThings(world, now);
  if (more.length > 0) world.tell(`Often kept as well: ${more.slice(0, 12).join(', ')}\n`);
  return await taken(world, 'Add or leave out some? "+review -cart" [no]: ', async (answer) => {
    if (/^(?:no|n)?$/i.test(answer)) return now;
    now = design;
    for (const word of answer.split(/[\s,]+/).filter((one) => one !== '')) {
      const name = word.replace(/^[+-]/, '').toLowerCase();
      if (word.startsWith('-')) {
        if (!now.entities.some((one) => one.name === name))
          return `${name} is none of the things${hint(
            name,
            now.entities.map((one) => one.name),
          )}`;
        now = without(now, new Set([name]));
      } else {
        const domain = domainOf(world, now, name);
        if (!domain) return `the library knows no ${name}${hint(name, more)}; add it to the brief later`;
        now = withKnown(now, domain, name);
      }
    }
    if (now.entities.length === 0) return 'something must be left';
    return now;
  });
}

function domainOf({ domains }: Interviewer, design: Design, name: string): Domain | undefined {
  const own = domains.filter((one) => design.domains.includes(one.name));
  return [...own, ...domains].find((one) => one.entities.some((entity) => entity.name === name));
}

/** What the design’s own domain knows beside what is taken; nothing where it knows less than half of the things. */
function optionalThings({ domains }: Interviewer, design: Design): readonly string[] {
  const [first] = design.domains;
  const domain = domains.find((one) => one.name === first);
  const known = (domain?.entities ?? []).map((one) => one.name);
  const taken = new Set(design.entities.map((one) => one.name));
  const more = known.filter((name) => !taken.has(name));
  return (known.length - more.length) * 2 < taken.size ? [] : more;
}

function hint(name: string, names: readonly string[]): string {
  const guess = closest(name, names);
  return guess === undefined ? '' : `: did you mean ${guess}?`;
}

/** The volumes that the others follow from, the largest first; what was said before is not asked. */
async function volumes(world: Interviewer, design: Design): Promise<Design> {
  const rows = rowsOf(design);
  const asked = design.entities
    .filter((one) => one.volume?.rows !== undefined && one.volume.cause.kind !== 'said')
    .sort((a, b) => (b.volume?.rows ?? 0) - (a.volume?.rows ?? 0))
    .slice(0, volumesAsked);
  // Of these the library knows nothing, and nothing else tells.
  const unknown = design.entities.filter((one) => !one.volume).slice(0, volumesAsked - asked.length);
  const entities = new Map(design.entities.map((one) => [one.name, one]));
  for (const one of [...asked, ...unknown]) {
    const usual = rows.get(one.name)?.rows;
    const question = `How many ${tableNameOf(one).replaceAll('_', ' ')}? [${usual ?? 'not known'}]: `;
    const told = await taken(world, question, async (answer) => {
      if (answer === '') return { rows: usual };
      try {
        return { rows: parseQuantity(answer, 'the answer') };
      } catch (error) {
        if (error instanceof RelvarError) return `${error.message}; ${error.hint ?? ''}`;
        throw error;
      }
    });
    if (told.rows === undefined) continue;
    const cause = { kind: 'said', words: `${told.rows} rows` } as const;
    const changed: Entity = { ...one, volume: { rows: told.rows, cause } };
    entities.set(one.name, changed);
  }
  return { ...design, entities: design.entities.map((one) => entities.get(one.name) ?? one) };
}

/** The usual queries stay where no others are told. */
async function queries(world: Interviewer, design: Design): Promise<Design> {
  const shown = design.access.slice(0, 8).map((one) => `  ${one.about}`);
  if (shown.length > 0) {
    world.tell(
      `\nQueries that it will serve:\n${shown.join('\n')}\n${design.access.length > 8 ? `  and ${design.access.length - 8} more\n` : ''}`,
    );
  }
  const told = await taken(
    world,
    'Others? In your own words: "list orders by status, newest first" [no]: ',
    async (answer) => {
      if (/^(?:no|n)?$/i.test(answer)) return [];
      const names = design.entities.map((one) => one.name.replaceAll('_', ' ')).join(', ');
      try {
        const { access } = await world.proposer.propose({ text: `Things: ${names}.\n${answer}`, name: 'the answer' });
        const found = access.filter(
          (one) => one.cause.kind === 'said' && fits(design, one.of, [...(one.equal ?? []), ...(one.search ?? [])]),
        );
        return found.length > 0
          ? found
          : 'no query of these things could be read out of it: "list orders by status, newest first"';
      } catch (error) {
        if (error instanceof RelvarError) return error.message;
        throw error;
      }
    },
  );
  return { ...design, access: [...told, ...design.access] };
}

function fits(design: Design, of: string, names: readonly string[]): boolean {
  const entity = design.entities.find((one) => one.name === of);
  const roles = design.relations.filter((one) => one.from === of).map((one) => one.role);
  return (
    entity !== undefined &&
    names.every((name) => entity.attributes.some((one) => one.name === name) || roles.includes(name))
  );
}

async function tenants(world: Interviewer, design: Design): Promise<Design> {
  const present = design.wishes.find((one) => one.kind === 'tenancy');
  if (present?.by !== undefined) return design;
  const guess = design.entities.find((one) => /^(?:tenant|organization|company|workspace)$/.test(one.name))?.name;
  const names = design.entities.map((one) => one.name);
  const by = await taken(
    world,
    `Do several customers share it, each seeing only its own rows? By which thing? [${guess ?? 'no'}]: `,
    async (answer) => {
      if (answer === '') return { by: guess };
      if (/^(?:no|n)$/i.test(answer)) return { by: undefined };
      const name = answer.toLowerCase().replaceAll(' ', '_');
      return names.includes(name) ? { by: name } : `${name} is none of the things${hint(name, names)}`;
    },
  );
  const others = design.wishes.filter((one) => one.kind !== 'tenancy');
  if (by.by === undefined) return { ...design, wishes: others };
  return {
    ...design,
    wishes: [
      ...others,
      { kind: 'tenancy', of: [], by: by.by, cause: { kind: 'said', words: `each ${by.by} sees only its own rows` } },
    ],
  };
}

async function chosenWishes(world: Interviewer): Promise<readonly Wish['kind'][]> {
  const names = offered.map(([name]) => name);
  return await taken(world, `Any of ${names.join(', ')}? [none]: `, async (answer) => {
    if (/^(?:no|none|n)?$/i.test(answer)) return [];
    const words = answer
      .toLowerCase()
      .replaceAll('soft delete', 'soft-delete')
      .split(/[\s,]+/)
      .filter((one) => one !== '' && one !== 'and');
    const unknown = words.find((one) => !names.includes(one));
    if (unknown !== undefined) return `${unknown} is none of them${hint(unknown, names)}`;
    return offered.filter(([name]) => words.includes(name)).map(([, kind]) => kind);
  });
}

/** Asked only where persons are told of. */
async function compliance(world: Interviewer, design: Design): Promise<readonly string[]> {
  if (!design.entities.some((one) => one.attributes.some((two) => two.personal))) return [];
  return await taken(
    world,
    'It holds data of persons. Under which laws: GDPR, CCPA, HIPAA… [none]: ',
    async (answer) => {
      if (/^(?:no|none|n)?$/i.test(answer)) return [];
      if (/^(?:yes|y)$/i.test(answer)) return 'the names of the laws, or "none"';
      return answer.split(/\s*,\s*|\s+/).filter((one) => one !== '');
    },
  );
}

async function number(world: Interviewer, question: string, usual: number): Promise<number> {
  return await taken(world, `${question} [${usual}]: `, async (answer) => {
    if (answer === '') return usual;
    const value = Number(answer);
    return Number.isInteger(value) && value > 0 ? value : 'a whole number above 0';
  });
}

/**
 * Asks until an answer can be taken: text is a complaint, nothing asks again. After too many of those it takes the default,
 * where there is one: the other answers are not lost for it.
 */
async function taken<T>(
  world: Interviewer,
  question: string,
  take: (answer: string) => Promise<T | string | undefined>,
): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = (await world.ask(question)).trim();
    if (world.signal.aborted) throw new RelvarError('interrupted', 'interrupted; nothing was written');
    const result = await take(answer);
    if (typeof result === 'string') world.tell(`  ${result}\n`);
    else if (result !== undefined) return result;
  }
  const usual = await take('');
  if (usual !== undefined && typeof usual !== 'string') {
    world.tell('  what stands in brackets is taken\n');
    return usual;
  }
  throw new RelvarError('no-answer', 'no answer could be taken', { hint: 'write a brief by hand: docs/brief.md' });
}
