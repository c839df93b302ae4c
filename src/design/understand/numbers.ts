/** How numbers are written: `1M`, `10,000`, `1.5 million`, `10k`, `two`. */
export const numberPattern =
  '(?:\\d[\\d.,]*\\s*(?:k|m|mm|mio|b|bn|t|thousand|million|billion|trillion)?\\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|a hundred|a thousand|a million|hundreds of thousands|hundreds of millions|tens of thousands|tens of millions|hundreds|thousands|millions|billions)\\b)';

const wordNumbers: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  twenty: 20,
  fifty: 50,
  'a hundred': 100,
  'a thousand': 1000,
  'a million': 1e6,
  hundreds: 300,
  thousands: 3000,
  'tens of thousands': 30_000,
  'hundreds of thousands': 300_000,
  millions: 3e6,
  'tens of millions': 3e7,
  'hundreds of millions': 3e8,
  billions: 3e9,
};

const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mm: 1e6,
  mio: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
};

/** The number that a text writes; nothing where it writes none. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  const word = wordNumbers[plain];
  if (word !== undefined) return word;
  const found = /^(\d[\d.,]*)\s*([a-z]*)$/.exec(plain);
  if (!found) return undefined;
  const unit = units[found[2] ?? ''];
  if (unit === undefined) return undefined;
  const digits = (found[1] ?? '')
    .replace(/[.,]$/, '')
    .replace(/,(?=\d{3}(?:\D|$))/g, '')
    .replace(/\.(?=\d{3}\.\d{3}(?:\D|$))/g, '')
    .replace(',', '.');
  const value = Number(digits);
  return Number.isFinite(value) ? value * unit : undefined;
}

const days: Readonly<Record<string, number>> = {
  second: 1 / 86_400,
  sec: 1 / 86_400,
  s: 1 / 86_400,
  minute: 1 / 1440,
  min: 1 / 1440,
  hour: 1 / 24,
  h: 1 / 24,
  hr: 1 / 24,
  day: 1,
  daily: 1,
  week: 7,
  weekly: 7,
  month: 30,
  monthly: 30,
  quarter: 91,
  year: 365,
  yearly: 365,
  annually: 365,
  hourly: 1 / 24,
};

/** How many days a unit of time has. */
export function daysOf(unit: string): number | undefined {
  return days[unit.toLowerCase()];
}
