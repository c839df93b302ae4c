import type { TypeFamily } from '../../catalog/type.ts';

const day = 86_400_000;
const month = 30.4375 * day;
/** How long a table is presumed to have been filled when no growth is declared. */
const usualAge = 36 * month;
/** With growth, older rows are too few to matter. */
const greatestAge = 120 * month;
/** Bounds of a histogram: between them values are taken to be spread evenly, so that few are enough. */
const bounds = 41;

/** A moment that a text names, in milliseconds; nothing when it is none. */
export function spanOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const time = Date.parse(/[T].*(?:Z|[+-]\d\d:\d\d)$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`);
  return Number.isNaN(time) ? undefined : time;
}

export function isSpan(time: number | undefined): time is number {
  return time !== undefined;
}

/** How times of arrival are spread: since when, and how much faster they come than a month before. */
export interface Arrival {
  readonly now: Date;
  /** Share of the present rows per month. */
  readonly growthPerMonth?: number;
  /** Only rows between these shares of all, in the order of time. */
  readonly place?: readonly [number, number];
}

/** The time before which so large a share of the rows came, in milliseconds. */
function arrivalAt(share: number, { now, growthPerMonth }: Omit<Arrival, 'place'>): number {
  const rate = growthPerMonth !== undefined && growthPerMonth > 0 ? Math.log1p(growthPerMonth) / month : 0;
  if (rate * greatestAge < 0.1) return now.getTime() - usualAge * (1 - share);
  const oldest = Math.exp(-rate * greatestAge);
  return now.getTime() + Math.log(oldest + share * (1 - oldest)) / rate;
}

/** Histograms of many tables are alike: each is made once. */
export interface Histograms {
  /** Of arrivals; `stretch` says how old values are against the rows' age, `shift` moves them, in milliseconds. */
  arrivals(family: TypeFamily, arrival: Arrival, stretch: number, shift: number): readonly string[];
  between(family: TypeFamily, from: number, to: number): readonly string[];
  integers(from: number, to: number): readonly string[];
}

export function histograms(): Histograms {
  const made = new Map<string, readonly string[]>();
  const once = (key: string, make: () => readonly string[]) => {
    let known = made.get(key);
    if (!known) {
      known = make();
      made.set(key, known);
    }
    return known;
  };
  return {
    arrivals(family, arrival, stretch, shift) {
      const [from, to] = arrival.place ?? [0, 1];
      return once([family, arrival.growthPerMonth, from, to, stretch, shift].join(), () =>
        evenly(bounds, (share) => {
          const age = arrival.now.getTime() - arrivalAt(from + (to - from) * share, arrival);
          return timeText(arrival.now.getTime() - age * stretch + shift, family);
        }),
      );
    },
    between: (family, from, to) =>
      once([family, from, to].join(' '), () => evenly(bounds, (share) => timeText(from + (to - from) * share, family))),
    integers: (from, to) =>
      once(`${from}-${to}`, () => evenly(bounds, (share) => String(Math.round(from + (to - from) * share)))),
  };
}

/** Distinct, as the engine wants them. */
function evenly(count: number, at: (share: number) => string): readonly string[] {
  return [...new Set(Array.from({ length: count }, (_, one) => at(one / (count - 1))))];
}

/** As the engine reads it. */
function timeText(time: number, family: TypeFamily): string {
  const iso = new Date(time).toISOString();
  if (family === 'date') return iso.slice(0, 10);
  const text = `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  return family === 'timestamp-with-zone' ? `${text}+00` : text;
}

/** Distinct days among arrivals. */
export function arrivalDays(arrival: Arrival): number {
  const [from, to] = arrival.place ?? [0, 1];
  return Math.max(1, Math.round((arrivalAt(to, arrival) - arrivalAt(from, arrival)) / day));
}
