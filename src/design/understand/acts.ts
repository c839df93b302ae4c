/** What a verb makes of whoever does it with a thing that is there by itself. */
const acts: Readonly<Record<string, string>> = {
  borrow: 'loan',
  lend: 'loan',
  loan: 'loan',
  rent: 'rental',
  book: 'booking',
  reserve: 'reservation',
  buy: 'purchase',
  purchase: 'purchase',
  rate: 'rating',
  review: 'review',
  order: 'order_item',
  enroll: 'enrollment',
  enrol: 'enrollment',
  register: 'registration',
  sign: 'registration',
  attend: 'attendance',
  join: 'membership',
  participate: 'participation',
  like: 'like',
  follow: 'follow',
  favourite: 'favorite',
  favorite: 'favorite',
  bookmark: 'bookmark',
  subscribe: 'subscription',
  vote: 'vote',
  block: 'block',
  share: 'share',
  visit: 'visit',
  treat: 'treatment',
  complete: 'completion',
  comment: 'comment',
  prescribe: 'prescription',
  submit: 'submission',
  pay: 'payment',
  stock: 'stock',
  deliver: 'delivery',
  serve: 'service',
  harvest: 'harvest',
  repair: 'repair',
  test: 'test',
  audit: 'audit',
  charge: 'charging_session',
  recharge: 'charging_session',
  examine: 'examination',
  score: 'score',
  transfer: 'transfer',
  check: 'check',
  taste: 'tasting',
  measure: 'measurement',
  feed: 'feeding',
  scan: 'scan',
  install: 'installation',
  certify: 'certification',
  apply: 'application',
  bid: 'bid',
  clean: 'cleaning',
  maintain: 'maintenance',
  ship: 'shipment',
  watch: 'viewing',
  exhibit: 'exhibit',
  play: 'play',
  restore: 'restoration',
  refer: 'referral',
  request: 'request',
  lease: 'lease',
  prune: 'pruning',
  donate: 'donation',
  record: 'record',
  launch: 'launch',
  orbit: 'orbit',
  fund: 'funding',
  marry: 'marriage',
  mention: 'mention',
  invest: 'investment',
  sponsor: 'sponsorship',
  employ: 'employment',
  act: 'casting',
  appeal: 'appeal',
  dispatch: 'dispatch',
  deploy: 'deployment',
  acknowledge: 'acknowledgement',
  debate: 'debate',
  approve: 'approval',
  choose: 'selection',
  select: 'selection',
  perform: 'performance',
  present: 'presentation',
};

const standing = new Set([
  'borrow',
  'rent',
  'book',
  'reserve',
  'buy',
  'purchase',
  'rate',
  'review',
  'order',
  'complete',
  'return',
  'save',
  'take',
  'do',
  'prescribe',
  'comment',
  'request',
  'perform',
  'exhibit',
]);

/** The verb without its ending, as far as acts are concerned. */
export function rootOf(verb: string): string {
  const base = (verb.split(' ')[0] ?? '').replace(/(?<=..)ies$/, 'y').replace(/(?:s|es)$/, '');
  return acts[base] === undefined && acts[`${base}e`] !== undefined ? `${base}e` : base;
}

/** The act of a participle: what was tested had a test; nothing for those that only tell where something belongs. */
export function actOfParticiple(word: string): string | undefined {
  for (const base of [
    word.replace(/ed$/, ''),
    word.replace(/d$/, ''),
    word.replace(/ied$/, 'y'),
    word.replace(/(.)\1ed$/, '$1'),
  ])
    if (again.has(base)) return actOf(base);
  return undefined;
}

/** The verb of a participle, as far as acts are concerned: `reserved` is of `reserve`. */
export function rootOfParticiple(word: string): string {
  const bases = [
    word.replace(/ied$/, 'y'),
    word.replace(/ed$/, ''),
    word.replace(/d$/, ''),
    word.replace(/(.)\1ed$/, '$1'),
  ];
  return bases.find((base) => acts[base] !== undefined) ?? word.replace(/ed$/, '');
}

/** What is done to a thing that is there, time after time. */
const again = new Set([
  'inspect',
  'test',
  'treat',
  'examine',
  'repair',
  'harvest',
  'clean',
  'measure',
  'audit',
  'restore',
  'taste',
  'visit',
  'recharge',
  'spray',
]);

/** What doing it is called: `inspect` is an inspection; nothing where no rule tells. */
export function actOf(root: string): string | undefined {
  if (Object.hasOwn(acts, root)) return acts[root];
  for (const [ending, noun] of nominal) if (ending.test(root)) return root.replace(ending, noun);
  return undefined;
}

/** True for what doing something is called: a bid, a loan. */
export function isAct(name: string): boolean {
  return Object.values(acts).includes(name);
}

/** What is done with it was there before, and is not made by it. */
export function isStanding(root: string): boolean {
  return standing.has(root);
}

/** Nobody makes what is commented on or borrowed. */
export function isAlwaysStanding(root: string): boolean {
  return /^(?:comment|review|rate|borrow|return|like)$/.test(root);
}

const nominal: readonly (readonly [RegExp, string])[] = [
  [/ct$/, 'ction'],
  [/sume$/, 'sumption'],
  [/commend$/, 'commendation'],
  [/tach$/, 'tachment'],
  [/ate$/, 'ation'],
  [/i([sz])e$/, 'i$1ation'],
  [/ify$/, 'ification'],
  [/uce$/, 'uction'],
  [/ribe$/, 'ription'],
  [/mit$/, 'mission'],
  [/olve$/, 'olution'],
  [/(?<=tr|r)eat$/, 'eatment'],
  [/pare$/, 'paration'],
  [/lace$/, 'lacement'],
  [/mplain$/, 'mplaint'],
  [/pose$/, 'position'],
  [/press$/, 'pression'],
  [/vise$/, 'vision'],
];

/** Done with the same thing again and again: each time is a row of its own. */
export function isRepeated(act: string): boolean {
  return !/^(?:enroll?ment|membership|participation|registration|like|follow|favorite|bookmark|subscription|vote|block|share|completion|exhibit|play|stock|certification|casting|selection)$/.test(
    act,
  );
}

/** What only comes to be when somebody does it. */
export const events =
  /(?:appointment|order|booking|goal|foul|complaint|observation|sighting|vaccination|donation|reservation|visit|trip|ride|loan|meeting|lesson|test|payment|session|review|rating|purchase|rental|request|application|shift|flight|ticket|survey|claim|comment|post|photo|question|answer|message|bid|pledge|ballot|vote|inspection|report|sample|result|log|entry|record|transfer|shipment|invoice|event|alert|reading|measurement|prescription|note|certificate|submission|consultation|examination|treatment|match|game|call|delivery|tasting|harvest|viewing|interview|check_in)$/;

/** `cast` is casting, `carry` carrying, `plan` planning, `write` writing. */
export function gerundOf(verb: string): string {
  if (/^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb.replace(/(?<=[^aeiou])e$/, '')}ing`;
}
