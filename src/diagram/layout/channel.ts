/**
 * A strip between boxes or clusters in which lines run along it, each net on tracks of its own. `start` and `size` are
 * across it, in pixels.
 */
export interface Channel {
  readonly vertical: boolean;
  /** Room at the edges in which no track lies: for the ends of lines at boxes. */
  readonly margins: readonly [number, number];
  /** It is no narrower than this. */
  readonly least: number;
  start: number;
  size: number;
  tracks: number;
  runs: readonly Run[];
}

/** A stretch of one net along a channel. */
export interface Run {
  readonly net: number;
  lo: number;
  hi: number;
  /** Where lines of the net leave it: to the left or upwards, and to the right or downwards. */
  readonly low: number[];
  readonly high: number[];
  track: number;
}

export function channel(vertical: boolean, margins: readonly [number, number], least: number): Channel {
  return { vertical, margins, least, start: 0, size: least, tracks: 0, runs: [] };
}

/** Lines in a channel keep this distance, in pixels. */
export const spacing = 7;
/** So many tracks keep their whole distance; more move closer together. */
const roomy = 24;
const closest = 2.5;

function spacingOf(tracks: number): number {
  return tracks <= roomy ? spacing : Math.max(closest, (spacing * roomy) / tracks);
}

/** Where the run's track lies, across the channel. */
export function trackAt(channel: Channel, run: Run): number {
  const [low, high] = channel.margins;
  const step = spacingOf(channel.tracks);
  const used = Math.max(0, channel.tracks - 1) * step;
  // What is left of a channel that is wider than it must be stays at both sides.
  return channel.start + low + (channel.size - low - high - used) / 2 + run.track * step;
}

/** Gives every run a track, so that runs of different nets never meet on one, and the channel its size. */
export function assignTracks(channel: Channel, runs: readonly Run[]): void {
  const ordered = runs.length <= few ? uncrossed(runs) : undefined;
  channel.tracks = ordered ? stackTracks(ordered) : firstFit(runs);
  channel.runs = runs;
  const [low, high] = channel.margins;
  const used = Math.max(0, channel.tracks - 1) * spacingOf(channel.tracks);
  channel.size = Math.max(channel.least, low + high + used);
}

/** The order of so many runs is improved pair by pair. */
const few = 600;
const clearance = 3;

function meet(a: Run, b: Run): boolean {
  return a.lo < b.hi + clearance && b.lo < a.hi + clearance;
}

/** Crossings when `a` lies before `b`, less those when it lies behind; lines on top of each other count as many. */
function preference(a: Run, b: Run): number {
  const inside = (places: readonly number[], run: Run): number =>
    places.reduce((sum, place) => sum + (place > run.lo && place < run.hi ? 1 : 0), 0);
  const same = (some: readonly number[], others: readonly number[]): number =>
    some.reduce((sum, one) => sum + (others.some((other) => Math.abs(one - other) < clearance) ? onTop : 0), 0);
  return (
    inside(a.high, b) +
    inside(b.low, a) -
    inside(a.low, b) -
    inside(b.high, a) +
    same(a.high, b.low) -
    same(a.low, b.high)
  );
}

const onTop = 50;

/** Runs in an order in which exchanging neighbours saves no crossing. */
function uncrossed(runs: readonly Run[]): readonly Run[] {
  const order = [...runs].sort((a, b) => a.lo + a.hi - b.lo - b.hi || a.net - b.net);
  for (let pass = 0, changed = true; changed && pass < (runs.length < 100 ? 12 : 4); pass++) {
    changed = false;
    for (let at = 1; at < order.length; at++) {
      // Moved as far forward as it gains: neighbours that it never meets are passed.
      const run = order[at];
      if (!run) continue;
      let sum = 0;
      let best = 0;
      let target = at;
      for (let before = at - 1; before >= 0; before--) {
        const other = order[before];
        if (!other) break;
        if (meet(other, run)) sum += preference(run, other);
        if (sum < best - 1e-9) [best, target] = [sum, before];
      }
      if (target < at) {
        order.splice(at, 1);
        order.splice(target, 0, run);
        changed = true;
      }
    }
  }
  return order;
}

/** Each run behind all earlier ones that it meets. */
function stackTracks(order: readonly Run[]): number {
  let tracks = 0;
  for (const [at, run] of order.entries()) {
    let track = 0;
    for (let before = 0; before < at; before++) {
      const other = order[before];
      if (other && other.track >= track && meet(other, run)) track = other.track + 1;
    }
    run.track = track;
    tracks = Math.max(tracks, track + 1);
  }
  return tracks;
}

/** The left-edge algorithm: the fewest tracks. */
function firstFit(runs: readonly Run[]): number {
  const ends: number[] = [];
  for (const run of [...runs].sort((a, b) => a.lo - b.lo || a.hi - b.hi || a.net - b.net)) {
    let track = ends.findIndex((end) => end + clearance <= run.lo);
    if (track < 0) track = ends.length;
    ends[track] = run.hi;
    run.track = track;
  }
  return ends.length;
}
