import { decodedText } from './decode-text.ts';
import type { Normalised } from './normalise.ts';
import { type Group, keepForm, type QueryFactsGiven } from './query-group.ts';
import { unlogged } from './unlogged.ts';

/** A text of a query, its constants taken out. */
export interface Variant {
  readonly group: Group;
  /** The group's parameter number of each constant of the text; empty when that is not known. */
  readonly numbers: readonly number[];
  /** Which of them stand in a list behind its first, as {@link Normalised} tells it; texts with lists of another length share the rest. */
  readonly listed: Uint8Array;
}

/** Whether the lists of the text that was read last are as long as those of the variant. */
export function hasListsOf({ numbers, listed }: Variant, found: Normalised): boolean {
  if (found.count !== numbers.length) return false;
  for (let at = 0; at < numbers.length; at++) if (listed[at] !== found.listed[at]) return false;
  return true;
}

type Constants = Readonly<Record<string, string>>;

/** Keeps the constants of the text of a call, each as long as nothing else stands in its place. */
export function keepConstantsOfCall(
  variant: Variant,
  found: Normalised,
  bytes: Uint8Array,
  tabbed: boolean | undefined,
): void {
  const { group, numbers, listed } = variant;
  if (numbers.length === 0) group.hasOtherNumbers ||= found.count > 0;
  if (group.hasOtherNumbers) return;
  const { constants, constantHashes } = group;
  const isAlike = hasListsOf(variant, found);
  let at = -1;
  for (let own = 0; own < numbers.length; own++) {
    const number = numbers[own] as number;
    // Where lists differ in length, what stands outside of them is told by its place among all that is.
    if (isAlike) at++;
    else if (listed[own] === 0)
      do at++;
      while (found.listed[at] === 1);
    if (number === 0 || constants.get(number) === null) continue;
    if (!isAlike && (listed[own] === 1 || listed[own + 1] === 1 || found.listed[at + 1] === 1)) {
      constants.set(number, null);
      continue;
    }
    const known = constantHashes.get(number);
    const hash = found.hashes[at] as number;
    if (found.numbers[at] === 0 && known === hash) continue;
    if (found.numbers[at] !== 0 || known !== undefined) {
      constants.set(number, null);
      continue;
    }
    constantHashes.set(number, hash);
    const text = decodedText(bytes.subarray(found.starts[at], found.ends[at]));
    keep(group, number, tabbed ? unlogged(text) : text);
  }
}

/** Keeps those of a text that was given with what is known of it: of code, of a file of SQL, of a workload file. */
export function keepConstantsGiven(
  { group, numbers }: Variant,
  found: Normalised,
  bytes: Uint8Array,
  { name, place, places = place ? [place] : [], constants, forms, callsPerSecond }: QueryFactsGiven,
): void {
  const own = constants ? renumbered(numbers, found, constants) : constantsOf(numbers, found, bytes);
  for (const [number, constant] of Object.entries(own)) keep(group, Number(number), constant);
  // What is a parameter in code is no constant because calls of it are alike.
  if (place) for (const number of numbers) if (own[number] === undefined) group.constants.set(number, null);
  if (numbers.length === 0) return;
  if (forms) for (const one of forms) keepForm(group, { ...one, constants: renumbered(numbers, found, one.constants) });
  else if (places.length > 0) {
    keepForm(group, {
      constants: own,
      places,
      ...(name === undefined ? {} : { name }),
      ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    });
  }
}

function keep({ constants }: Group, number: number, constant: string): void {
  const known = constants.get(number);
  constants.set(number, known === undefined || known === constant ? constant : null);
}

/** The constants of the text that was read last. */
function constantsOf(numbers: Variant['numbers'], found: Normalised, bytes: Uint8Array): Constants {
  const texts: Record<string, string> = {};
  for (const [at, number] of numbers.entries()) {
    if (number === 0 || found.numbers[at] !== 0) continue;
    texts[number] = decodedText(bytes.subarray(found.starts[at], found.ends[at]));
  }
  return texts;
}

/** Constants by the numbers that parameters have in the group, given by those in the text that was read last. */
function renumbered(numbers: Variant['numbers'], found: Normalised, given: Constants): Constants {
  const own: Record<string, string> = {};
  for (const [at, number] of numbers.entries()) {
    const constant = given[found.numbers[at] as number];
    if (number !== 0 && constant !== undefined) own[number] = constant;
  }
  return own;
}
