/** Roles that another row of the same table plays: `parent_id`, `previous_version_id`. */
export const selfRoles: ReadonlySet<string> = new Set(
  [
    'parent root previous prev next original predecessor successor ancestor canonical super sup replyto inreplyto',
    'replacedby supersededby duplicateof reportsto reportto mergedinto mergedto copiedfrom clonedfrom forkedfrom',
    'derivedfrom related linked duplicate retried cloned copied',
  ].flatMap((line) => line.split(' ')),
);

/** The words for the two ends of a link between rows of one table: for each, those that the other end may have. */
export const linkEnds: ReadonlyMap<string, readonly string[]> = pairs([
  'parent child, from to, source target, source destination, src dst, src dest, left right, ancestor descendant',
  'predecessor successor, first second, origin destination, follower followed, follower followee, follower following',
  'blocker blocked, watcher watched, muter muted, subject object',
]);

function pairs(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>();
  for (const pair of lines.flatMap((line) => line.split(', '))) {
    const [one = '', other = ''] = pair.split(' ');
    ends.set(one, [...(ends.get(one) ?? []), other]);
    ends.set(other, [...(ends.get(other) ?? []), one]);
  }
  return ends;
}

/** Ends of links that only people are. */
export const peopleEnds: ReadonlySet<string> = new Set(
  'follower followed followee following blocker watcher watched muter muted'.split(' '),
);

/** Words that end the names of tables which link rows of another table with one another. */
export const linkWords: ReadonlySet<string> = new Set(
  [
    'reference relation relationship link edge hierarchy closure dependency tree path map mapping rel connection',
    'follow association merge redirect structure component part nesting parent child self',
  ].flatMap((line) => line.split(' ')),
);

/** Words that end the names of tables which keep earlier states of another's rows. */
export const historyWords: ReadonlySet<string> = new Set(
  'version history audit revision archive log snapshot hist aud deleted trash draft'.split(' '),
);

/** Words that end the names of tables which keep something about another's rows and are seldom referred to. */
export const satelliteWords: ReadonlySet<string> = new Set([
  ...historyWords,
  ...'translation backup bak tmp temp staging old copy statistic stat cache'.split(' '),
]);

/** Roles that name another system: its identifiers are not keys here. */
export const foreignSystems: ReadonlySet<string> = new Set(
  [
    'external ext foreign remote legacy third upstream global provider vendor oauth oidc saml ldap openid',
    'stripe paypal braintree adyen github gitlab bitbucket google facebook fb twitter apple slack discord telegram',
    'linkedin instagram youtube twitch spotify steam wechat weixin vk yandex aws azure gcp shopify salesforce hubspot',
    'zendesk intercom mailchimp twilio xero quickbooks firebase okta jira trello asana notion imdb tmdb',
  ].flatMap((line) => line.split(' ')),
);

/** Words for numbers that are measured or counted: no references where they stand without a key word. */
export const measures: ReadonlySet<string> = new Set(
  [
    'version level rank position order number count size year month week day hour minute second duration weight',
    'height width length score rating priority sort index sequence page point total amount price cost quantity',
    'balance age time date timestamp value flag offset limit interval percent rate line step revision mode bit byte',
    'port capacity distance temperature attempt retry',
  ].flatMap((line) => line.split(' ')),
);
