import { phrases } from '../../../catalog/words.ts';

/** Verbs of requirements in their plain form; many are nouns as well, which their place in a clause decides. */
const plain: ReadonlySet<string> = new Set(
  phrases(`
  accept, accompany, acquire, act, add, administer, admit, affect, agree, aid, allocate, allow, announce, answer, appear, apply,
  appoint, approve, arrange, arrive, ask, assemble, assess, assign, assist, attach, attend, award, base, bear, become, begin, belong,
  bill, book, borrow, break, breed, bring, broadcast, build, buy, calculate, call, cancel, carry, cast, catch, cause, certify, change, charge,
  check, choose, claim, classify, clean, clear, close, coach, collect, combine, come, comment, compete, complain, complete, comprise,
  concern, conclude, conduct, confirm, connect, consist, contain, contract, contribute, control, cook, correspond, cost, count, cover,
  create, credit, cut, damage, deal, decide, declare, defer, deliver, denote, depart, depend, deposit, describe, design, designate,
  detect, determine, develop, diagnose, direct, discharge, discover, discuss, dispatch, display, divide, do, document, donate, draw,
  drive, earn, edit, employ, end, engage, enrol, enroll, enter, equip, establish, estimate, evaluate, examine, exhibit, expect, expire,
  export, extend, fail, fall, feed, fetch, file, fill, find, finish, fit, fix, fly, follow, form, gather, generate, get, give, go, grant,
  graze, group, grow, guide, handle, hang, happen, have, head, help, hire, hold, host, identify, include, indicate, inform, inspect,
  install, insure, interview, invite, involve, issue, join, judge, keep, know, label, land, last, launch, lead, lease, leave, lend, lie,
  lift, like, link, list, live, load, locate, lodge, log, look, lose, maintain, make, manage, manufacture, mark, match, measure, meet,
  mention, merge, mix, monitor, mount, move, name, need, note, notify, number, obtain, occupy, occur, offer, open, operate, order,
  organise, organize, oversee, own, park, participate, pass, pay, perform, pick, place, plan, plant, play, possess, post, practise,
  practice, prepare, prescribe, present, preside, process, produce, propose, provide, publish, purchase, put, qualify, quote, raise,
  rate, reach, read, receive, recommend, record, refer, refund, refuse, register, reject, relate, release, remedy, remove, renew, rent,
  repair, repeat, replace, report, represent, request, require, rescue, reserve, return, review, ride, rise, roast, run, sail, sample,
  schedule, score, seat, see, select, sell, send, separate, serve, service, settle, ship, shoot, show, sign, sing, sit, solve, sort,
  speak, specify, sponsor, spray, staff, stage, stand, start, state, station, stay, stop, store, study, submit, subscribe, suffer,
  summon, supervise, supply, support, swap, take, teach, tell, test, tie, touch, track, trade, train, transfer, transport, travel, treat,
  type, undergo, unload, update, upload, use, validate, value, verify, visit, vote, wait, want, wash, watch, wear, weigh, win, withdraw,
  witness, work, write,
  abandon, accumulate, grade, achieve, adapt, adjust, adopt, advise, aim, alter, anchor, archive, attack, audit, authorise, authorize,
  bake, balance, bind, block, board, bottle, brew, bury, calibrate, capture, care, celebrate, chair, cite, climb, code, coordinate,
  commission, commit, compare, compile, compose, configure, conserve, consult, consume, contact, cooperate, copy, correct, cross,
  debit, declare, decorate, deduct, deploy, derive, destroy, detain, dig, dispense, dispose, dive, double, downgrade, draft, dry, dye,
  eat, elect, embark, emit, enable, encounter, endorse, enforce, enjoy, equal, erect, escalate, escort, escape, exceed, exchange, exclude,
  execute, exhume, expand, explain, explore, express, favour, fetch, fight, fine, fire, fish, flag, forward, found, freeze, fund, hand,
  harvest, hatch, help, house, hunt, illustrate, imply, import, impose, imprison, improve, increase, incur, infect, inherit, inject,
  injure, insert, inspire, instruct, intend, introduce, investigate, invest, isolate, jump, kill, label, lay, learn, license, light,
  loan, lock, maintain, map, master, melt, migrate, mill, milk, model, modify, moor, name, negotiate, nest, nominate, observe, oblige,
  oppose, originate, outline, pack, paint, pair, pause, perish, permit, photograph, pilot, pin, polish, pool, pour, praise, preserve,
  press, prevent, print, prohibit, promote, prosecute, protect, prove, prune, pump, punish, quarry, question, race, rank, recall, reclaim,
  recognise, recognize, recruit, redeem, reduce, reference, reflect, regulate, rehearse, reimburse, remain, rename, render, reorder,
  resell, reside, resign, resolve, respond, restore, restrict, result, resume, retain, retire, retrieve, reuse, reward, ring, rotate, route,
  rule, save, scan, scrap, screen, search, secure, seek, share, shear, shelve, sleep, slaughter, smoke, sow, span, specialise, specialize,
  split, spread, stamp, steer, stock, strike, stream, succeed, sue, suggest, surround, survey, suspend, sustain, switch, tag, tap, taste,
  tend, terminate, throw, tour, tow, translate, trap, trigger, tune, turn, unite, upgrade, vaccinate, vary, void, volunteer, walk, warn,
  warrant, water, win, wrap, yield`),
);

/** Participles that do not end in `ed`, with their verbs. */
const irregular: Readonly<Record<string, string>> = Object.fromEntries(
  phrases(`
  become become, begun begin, born bear, borne bear, bought buy, bred breed, broadcast broadcast, broken break, brought bring,
  built build, cast cast, caught catch, chosen choose, cut cut, dealt deal, done do, drawn draw, driven drive, fed feed, felt feel,
  flown fly, forgotten forget, found find, given give, gone go, grown grow, heard hear, held hold, hung hang, kept keep, known know,
  laid lay, led lead, left leave, lent lend, let let, lost lose, made make, meant mean, met meet, overseen oversee, paid pay, put put,
  read read, ridden ride, run run, said say, seen see, sent send, set set, sewn sew, shot shoot, shown show, sold sell, spent spend,
  spoken speak, struck strike, stuck stick, sung sing, swapped swap, taken take, taught teach, thrown throw, told tell,
  understood understand, won win, worn wear, written write, withdrawn withdraw, undergone undergo, split split, shut shut, hit hit`).map(
    (pair) => pair.split(' ') as [string, string],
  ),
);

/** The plain form of a verb that ends in `s`, or that has no ending; nothing where it is no verb of the list. */
export function plainForm(word: string): string | undefined {
  if (plain.has(word)) return word;
  for (const base of [word.replace(/ies$/, 'y'), word.replace(/es$/, ''), word.replace(/s$/, '')])
    if (base !== word && plain.has(base)) return base;
  return undefined;
}

/** Nouns and numbers that end like participles. */
const nouns =
  /^(?:need|feed|speed|seed|breed|weed|reed|deed|bed|shed|sled|hundred|sacred|watershed|moped|red|flatbed|seabed|riverbed)$/;

/** The verb of a participle: `carried` is of `carry`, `lent` of `lend`; nothing for what is none. */
export function verbOfParticiple(word: string): string | undefined {
  if (Object.hasOwn(irregular, word)) return irregular[word];
  if (!/[a-z]{2}ed$/.test(word) || nouns.test(word)) return undefined;
  const bases = [
    word.replace(/ied$/, 'y'),
    word.replace(/d$/, ''),
    word.replace(/ed$/, ''),
    word.replace(/(.)\1ed$/, '$1'),
  ];
  return bases.find((base) => plain.has(base)) ?? word.replace(/ed$/, '');
}
