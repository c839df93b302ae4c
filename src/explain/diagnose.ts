import { compareText } from '../catalog/names.ts';
import { type WrongEstimate, wrongEstimates } from './estimates.ts';
import { figure } from './figures.ts';
import { allSigns } from './registry.ts';
import { relationText } from './scan.ts';
import type { RemedyIdea, Sign, SignInput, Symptom } from './sign.ts';

/** A symptom with the sign that it is of. */
export interface FoundSymptom extends Symptom {
  readonly sign: string;
  readonly title: string;
  readonly why: string;
}

/** The sign that tells where a wrong estimate starts. */
const estimateSign = 'wrong-row-estimate';

/**
 * All signs in a plan, the heaviest first. One thing is said once: of several nodes that show a sign of one subject the
 * heaviest speaks for all; a less exact sign becomes part of the more exact one at its node. Trouble that the planner
 * walked into because of a wrong estimate below is told as its consequence, and weighs for the estimate, too.
 */
export function diagnose(input: SignInput, signs: readonly Sign[] = allSigns): readonly FoundSymptom[] {
  const apt = signs.filter(({ needs = [] }) => needs.every((trait) => input.traits[trait]));
  const found = apt.flatMap((sign) =>
    [...sign.check(input)].map(
      (symptom): Found => ({ sign, symptom: { ...symptom, weight: Math.min(1, symptom.weight) } }),
    ),
  );
  const joined = oneForEachSubject(explained(found));
  return withRootCauses(joined, wrongEstimates(input.tree))
    .map(({ sign, symptom }) => ({ ...symptom, sign: sign.id, title: sign.title, why: sign.why }))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        Number(b.sign === estimateSign) - Number(a.sign === estimateSign) ||
        compareText(a.node, b.node) ||
        compareText(a.sign, b.sign),
    );
}

interface Found {
  readonly sign: Sign;
  readonly symptom: Symptom;
}

/** What a more exact sign explains at the same node goes into it: its remedies and evidence stay. */
function explained(found: readonly Found[]): readonly Found[] {
  const absorbed = new Set<Found>();
  const grown = new Map<Found, Symptom>();
  for (const one of found) {
    for (const other of found) {
      const explains = one.sign.explains?.includes(other.sign.id) && one.symptom.node === other.symptom.node;
      if (!explains || absorbed.has(one)) continue;
      absorbed.add(other);
      grown.set(one, together(grown.get(one) ?? one.symptom, other.symptom));
    }
  }
  return found.filter((one) => !absorbed.has(one)).map((one) => ({ ...one, symptom: grown.get(one) ?? one.symptom }));
}

function together(symptom: Symptom, other: Symptom): Symptom {
  return {
    ...symptom,
    evidence: [...symptom.evidence, ...other.evidence],
    weight: Math.max(symptom.weight, other.weight),
    remedies: withoutRepeats([...symptom.remedies, ...other.remedies]),
  };
}

/** Partitions, branches of a UNION, several executions: the heaviest tells, the weights add up. */
function oneForEachSubject(found: readonly Found[]): readonly Found[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.sign.id} ${one.symptom.subject ?? one.symptom.node}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = [...group].sort((a, b) => b.symptom.weight - a.symptom.weight);
    if (!first) return [];
    const nodes = new Set(others.map((one) => one.symptom.node));
    nodes.delete(first.symptom.node);
    const { symptom } = first;
    const weights = new Map(group.map((one) => [one.symptom.node, one.symptom.weight]));
    const weight = Math.min(
      1,
      [...weights.values()].reduce((sum, one) => sum + one, 0),
    );
    const also =
      nodes.size === 0 ? '' : `; the same at ${nodes.size === 1 ? 'another node' : `${nodes.size} other nodes`}`;
    return [
      {
        sign: first.sign,
        symptom: {
          ...symptom,
          message: `${symptom.message}${also}`,
          weight,
          remedies: withoutRepeats(group.flatMap((one) => one.symptom.remedies)),
        },
      },
    ];
  });
}

function withoutRepeats(remedies: readonly RemedyIdea[]): readonly RemedyIdea[] {
  return [...new Map(remedies.map((one) => [JSON.stringify(one), one])).values()];
}

/** Says of a consequence what it follows from, and lets the cause weigh at least as much. */
function withRootCauses(found: readonly Found[], wrong: readonly WrongEstimate[]): readonly Found[] {
  const weights = new Map<string, number>();
  const told = found.map((one) => {
    const cause = one.sign.followsFromEstimates ? causeOf(one.symptom.node, wrong) : undefined;
    if (!cause || !found.some((other) => isCause(other, cause))) return one;
    weights.set(cause.at.path, Math.max(weights.get(cause.at.path) ?? 0, one.symptom.weight));
    const { estimated, actual } = cause.estimate;
    const text = `${one.symptom.message}. It follows from a wrong estimate: ${figure(estimated)} rows of ${relationText(cause.at.node)} were expected, ${figure(actual)} came`;
    return { ...one, symptom: { ...one.symptom, message: text } };
  });
  return told.map((one) => {
    const weight = one.sign.id === estimateSign ? weights.get(one.symptom.node) : undefined;
    return weight === undefined || weight <= one.symptom.weight ? one : { ...one, symptom: { ...one.symptom, weight } };
  });
}

function isCause({ sign, symptom }: Found, { at }: WrongEstimate): boolean {
  return sign.id === estimateSign && symptom.node === at.path;
}

/** The wrong estimate, too low, that starts at the node or below it; or in the outer side of the loop above it. */
function causeOf(node: string, wrong: readonly WrongEstimate[]): WrongEstimate | undefined {
  return wrong.find(({ at, estimate }) => estimate.tooLow && (at.path === node || at.path.startsWith(`${node}.`)));
}
