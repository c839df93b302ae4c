/** Hours from UTC of zones that logs name by letters; where several share a name, the one of most people. */
const zones: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  IST: 5.5,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/**
 * Gives a reader of times as logs write them (`2024-05-01 10:00:00.123 CEST`), from bytes, as milliseconds since 1970;
 * NaN for what is none. A zone that it does not know counts as UTC and is told to `unknownZone`. It remembers the day.
 */
export function instantReader(
  unknownZone: (zone: string) => void,
): (bytes: Uint8Array, from: number, to: number) => number {
  let day = 0;
  let dayStart = Number.NaN;
  let zoneKey = 0;
  let zoneOffset = 0;
  return (bytes, from, to) => {
    if (to - from < 19) return Number.NaN;
    const digits = (at: number, count: number): number => {
      let value = 0;
      for (let place = from + at; place < from + at + count; place++)
        value = value * 10 + (bytes[place] as number) - 48;
      return value;
    };
    const date = digits(0, 4) * 10_000 + digits(5, 2) * 100 + digits(8, 2);
    if (date !== day) {
      day = date;
      dayStart = Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100);
    }
    let value = dayStart + digits(11, 2) * 3_600_000 + digits(14, 2) * 60_000 + digits(17, 2) * 1000;
    let at = from + 19;
    if (bytes[at] === 46 && at < to) {
      at++;
      let scale = 100;
      while (at < to && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) {
        value += ((bytes[at] as number) - 48) * scale;
        scale /= 10;
        at++;
      }
    }
    while (at < to && bytes[at] === 32) at++;
    let key = 1;
    for (let place = at; place < to; place++) key = Math.imul(key, 31) + (bytes[place] as number);
    if (key !== zoneKey) {
      zoneKey = key;
      const zone = Buffer.from(bytes.subarray(at, to)).toString('latin1');
      zoneOffset = zoneMilliseconds(zone, unknownZone);
    }
    return Math.round(value - zoneOffset);
  };
}

function zoneMilliseconds(zone: string, unknownZone: (zone: string) => void): number {
  const [, sign, hours, minutes] = /^<?([+-])(\d\d):?(\d\d)?>?$/.exec(zone) ?? [];
  if (hours !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
  const known = zone === '' ? 0 : zones[zone.toUpperCase()];
  if (known === undefined) unknownZone(zone);
  return (known ?? 0) * 3_600_000;
}
