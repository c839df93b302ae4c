import type { Speech } from '../engines/receiving.ts';
import type { NumberKind } from './divisions.ts';

/** A call on its way to another engine. */
export interface Call {
  readonly name: string;
  /** What stands in its brackets, in the other engine's words. */
  readonly texts: readonly string[];
  /** What the first of them is, where that is known. */
  readonly kind: NumberKind | undefined;
  readonly tell: (why: string) => void;
}

interface Ends {
  readonly from: Speech;
  readonly to: Speech;
}

/** A call of a function that means something else under its name elsewhere, as the other engine says it; nothing where it says the same. */
export function callOf(call: Call, { from, to }: Ends): string | undefined {
  const { name, texts, kind, tell } = call;
  if (name === 'round') return roundOf(call, { from, to });
  const meant = from.calls.meaning(name, texts.length, kind !== undefined);
  if (meant === undefined) return undefined;
  const there = to.calls.meaning(name, texts.length, kind !== undefined);
  if (there === meant) return undefined;
  const form = to.calls.forms[meant];
  if (form) return form(texts);
  if (there !== undefined) tell(`${name}() gives ${there}, no longer ${meant}`);
  return undefined;
}

function roundOf({ texts, kind, tell }: Call, { from, to }: Ends): string | undefined {
  const [value = '', digits] = texts;
  if (from.halvesToEven !== to.halvesToEven && (kind === 'float' || kind === undefined))
    tell(`round() ends halves of binary fractions ${to.halvesToEven ? 'at the even number' : 'away from zero'}`);
  if (digits === undefined || from.roundsTens || !to.roundsTens) {
    if (digits === undefined || from.roundsTens === to.roundsTens || /^\d+$/.test(digits)) return undefined;
    const [, tens] = /^-\s*(\d+)$/.exec(digits.replace(/^\((.*)\)$/, '$1').trim()) ?? [];
    if (tens !== undefined) {
      const unit = `1${'0'.repeat(Number(tens))}`;
      const rounded = `round((${value}) / ${unit}.0) * ${unit}`;
      return kind === 'whole' ? `CAST(${rounded} AS integer)` : `(${rounded})`;
    }
  }
  tell('round() to less than no digits leaves numbers as they are, or takes digits away that it left');
  return undefined;
}
