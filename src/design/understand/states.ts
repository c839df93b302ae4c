import type { Cause } from '../model.ts';
import type { DraftEntity } from './draft.ts';

/** What a word before a thing asks of its rows. */
type State =
  | { readonly attribute: string; readonly values: readonly string[] }
  | { readonly absent: string }
  /** `absent`: and what must not have happened yet. */
  | { readonly kind: 'equal' | 'range'; readonly attribute: string; readonly absent?: string };

/** States that nothing comes after. */
const last =
  /^(?:done|closed|cancelled|canceled|complete|completed|delivered|resolved|archived|rejected|declined|denied|refunded|paid|failed|lost|won|void|ended|expired|withdrawn|retired|aborted|finished|returned|revoked|no_show|no show|stopped|graduated|solved|settled|discarded|decommissioned|scrapped|sold|expired|left|dropped|terminated|released|used|transfused|landed|arrived|missed|uncollectible|checked_out|checked out|deceased|merged|fulfilled|collected|succeeded|fixed|approved)$/;
/** When it is over, in a column that is empty until then. */
const closing =
  /^(?:return(?:ed)?|resolved|closed|finished|completed|ended|done|solved|settled|fulfilled|released|left|delivered|paid|waived)_(?:at|on|date|time)$/;

const opened = /^(?:open|active|current|unresolved|outstanding|ongoing|unfinished|pending|incomplete|live|running)$/;

/** Which rows a word means: `open` loans have not come back, `failed` payments have that status; nothing where nothing tells. */
export function stateOf(owner: DraftEntity, word: string, cause: Cause): State | undefined {
  const all = [...owner.attributes.values()];
  const spoken = word.replaceAll('_', ' ');
  const listed = all.find((one) => one.values?.some((value) => value.replaceAll('_', ' ') === spoken));
  const value = listed?.values?.find((one) => one.replaceAll('_', ' ') === spoken);
  if (listed && value !== undefined) return { attribute: listed.name, values: [value] };
  const life = all.find((one) => one.type === 'status' && one.values && one.values.length > 1);
  if (opened.test(word)) {
    const open = life?.values?.filter((one) => !last.test(one)) ?? [];
    if (life && open.length > 0 && open.length < (life.values?.length ?? 0))
      return { attribute: life.name, values: word === 'pending' ? open.slice(0, 1) : open };
    const end = all.find((one) => closing.test(one.name) && one.optional);
    if (end) return { absent: end.name };
    const until = all.find((one) =>
      /^(?:end_(?:date|time)|ends_(?:at|on)|expires_(?:at|on)|valid_until)$/.test(one.name),
    );
    if (until) return { kind: 'range', attribute: until.name };
    if (owner.listed || /^(?:active|current|live|running)$/.test(word)) return undefined;
    owner.attributes.set('closed_at', {
      name: 'closed_at',
      type: 'instant',
      optional: true,
      about: 'Absent as long as it is open.',
      cause: { ...cause, kind: 'implied', words: `"${word}" ones are asked for` },
    });
    return { absent: 'closed_at' };
  }
  const without = /^(?:un|not_|in)([a-z]+)$/.exec(word)?.[1];
  if (without !== undefined) {
    const when = all.find((one) => one.optional && new RegExp(`^${without}_(?:at|on|date|time)$`).test(one.name));
    if (when) return { absent: when.name };
    if (life?.values?.some((one) => one === without))
      return { attribute: life.name, values: life.values.filter((one) => one !== without) };
  }
  const flag = all.find((one) => one.type === 'boolean' && one.name.replace(/^(?:is|has)_/, '') === word);
  if (flag) return { kind: 'equal', attribute: flag.name };
  if (/^(?:overdue|late|due|expiring)$/.test(word)) {
    const due =
      all.find((one) => /^(?:due|expires|expiry|ends|end_|valid_until)/.test(one.name)) ??
      all.find((one) => /_(?:due|expires|expiry|expiration)(?:_|$)/.test(one.name));
    // What has come back or is paid is not overdue, however late.
    const over = /^(?:overdue|late)$/.test(word)
      ? all.find((one) => closing.test(one.name) && one.optional)
      : undefined;
    if (due) return { kind: 'range', attribute: due.name, ...(over ? { absent: over.name } : {}) };
  }
  if (/^(?:upcoming|next|future|todays?|past|previous|scheduled)$/.test(word)) {
    const start = all.find((one) => /^(?:slot|stay|held|starts?|scheduled|departs?|due|planned)/.test(one.name));
    if (start) return { kind: 'range', attribute: start.name };
  }
  const done = all.find((one) => new RegExp(`^(?:is_)?${word.replace(/[^a-z_]/g, '')}$`).test(one.name));
  return done ? { kind: 'equal', attribute: done.name } : undefined;
}
