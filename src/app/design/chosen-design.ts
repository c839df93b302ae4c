import { closest } from '../../config/closest.ts';
import type { Beside } from '../../design/brief/write.ts';
import { domains } from '../../design/knowledge/knowledge.ts';
import { type Design, type Wish, wishKinds } from '../../design/model.ts';
import { designOfPattern, patternNamed } from '../../design/patterns/compose.ts';
import { RelvarError } from '../../findings/error.ts';
import { briefFromFile } from './read-brief.ts';

/** A design with what its brief holds beside it. */
export interface ChosenDesign {
  readonly design: Design;
  readonly beside: Beside;
}

/**
 * The design of a brief.
 * @throws RelvarError `brief-not-found`, `bad-brief`
 */
export async function designByBrief(file: string): Promise<ChosenDesign> {
  const { brief, design } = await briefFromFile(file);
  const { engine, compliance, constraints, risks, came_from: cameFrom } = brief;
  return {
    design,
    beside: {
      ...(engine === undefined ? {} : { engine }),
      ...(compliance ? { compliance } : {}),
      ...(constraints ? { constraints } : {}),
      ...(risks ? { risks } : {}),
      ...(cameFrom ? { came_from: cameFrom } : {}),
    },
  };
}

/**
 * The design of a pattern, `with` wishes by their names: `audit`, `soft-delete`.
 * @throws RelvarError `unknown-pattern`, `unknown-wish`
 */
export function designByPattern(name: string, beside: readonly string[]): ChosenDesign {
  const pattern = patternNamed(name);
  const design = designOfPattern(pattern, domains, wishesNamed(beside));
  const given = beside.length > 0 ? `pattern ${name} with ${beside.join(', ')}` : `pattern ${name}`;
  return { design, beside: { came_from: [given] } };
}

/**
 * Wishes by their names as `--with` takes them.
 * @throws RelvarError `unknown-wish` with the closest name
 */
function wishesNamed(names: readonly string[]): readonly Wish[] {
  const known = wishKinds.filter((kind) => kind !== 'retention').map((kind) => kind.replaceAll(' ', '-'));
  return names.map((name): Wish => {
    const kind = wishKinds.find((one) => one.replaceAll(' ', '-') === name && one !== 'retention');
    if (kind) return { kind, of: [], cause: { kind: 'said', words: `--with ${name}` } };
    const guess = closest(name, known);
    throw new RelvarError('unknown-wish', `--with ${name}: there is no such wish`, {
      hint: guess === undefined ? `there are ${known.join(', ')}` : `did you mean ${guess}?`,
    });
  });
}
