import { phrases } from '../../catalog/words.ts';

function set(list: string): ReadonlySet<string> {
  return new Set(phrases(list));
}

/** What stands before a noun and says nothing of it but how many there are. */
export const determiners = set(`
  a, an, the, same, this, that, these, those, each, every, any, all, some, its, their, his, her, our, my, your, no, both, either,
  such, certain, given, specific, particular, whole, entire, new, existing, different, own, following, related, corresponding, separate,
  individual, respective, basic, simple, standard, usual, only, also, just, even, associated, single, exactly, one, zero,
  least, most, at, of, other, another, required, mandatory, one or more, zero or more`);

/** Before a noun they say that there are several. */
export const manyWords = set(`
  many, several, multiple, various, numerous, more, lots, plenty, list, lists, set, collection, number, couple, few,
  history, unlimited, dozens, hundreds, thousands, millions`);

export const optionalWords = set('optional, optionally, possibly, perhaps, maybe, sometimes');

/** Words that hold sentences together: a text of nothing else asks for nothing. */
export const stopWords = set(`
  a, about, above, after, again, all, also, am, an, and, any, are, as, at, be, because, been, before, being, below, both, but,
  by, can, cannot, could, did, do, does, doing, down, during, each, either, else, every, few, for, from, further, had, has,
  have, having, he, her, here, hers, him, his, how, i, if, in, into, is, it, its, itself, just, like, may, me, might, more,
  most, must, my, need, needs, no, nor, not, now, of, off, on, once, only, or, other, our, ours, out, over, own, per, please,
  same, shall, she, should, so, some, such, than, that, the, their, them, then, there, these, they, this, those, through, to,
  too, under, until, up, us, very, via, want, was, we, were, what, when, where, which, while, who, whom, why, will, with,
  within, without, would, you, your`);

/** What a description speaks of without wanting a table for it. */
export const generalNouns = set(`
  id, identifier, database, db, data, system, application, app, platform, schema, table, column, attribute, entity, relation,
  relationship, model, design, website, site, web, service, software, solution, project database, backend, api, information,
  detail, thing, way, example, management, tracking, feature, requirement, need, support, ability, number, time, case,
  kind, sort, type of, set, name of, record keeping, tool, portal, dashboard, report, page, screen, view, query,
  index, performance, latency, read, write, row, record, value, change, action, operation, basis, order to, user interface,
  rule, constraint, access, use, purpose, goal, scale, growth, everything, something, anything, somebody, someone, anyone,
  everyone, nobody, people, month, year, day, week, hour, minute, second, today, moment, result, filter, search, storage,
  crud, postgres, postgresql, mysql, sqlite, sql, sake, request, etc, stuff, overview, introduction, scope, summary, workload,
  risk, peak, connection, traffic, throughput, country list, format, size, volume, question, answer to, who, whom, which, that, these, those, mvp, prototype, mechanism`);

/** Verbs that say "has": the object is a part or a property of the subject. */
export const possessVerbs = set(`
  has, have, having, contains, contain, containing, includes, include, including, comprises, comprise, holds, hold, owns, own,
  possesses, possess, carries, carry, consists of, consist of, consisting of, is composed of, are composed of, is made of,
  are made of, is made up of, are made up of, stores, store, keeps, keep, records, record, tracks, track, captures, capture,
  needs, need, requires, require, offers, offer, provides, provide, lists, is described by, are described by, is characterized by,
  features, maintains, maintain, saves, save, gets, get, receives, receive, supports, support, is split into, are split into,
  is divided into, are divided into, can be split into, comes with, come with, is stored with, are stored with, yields, yield, results in, result in, leads to, lead to, gives rise to, give rise to`);

/** Verbs that say that the subject is a part of the object, or was made by it. */
export const belongVerbs = set(`
  belongs to, belong to, corresponds to, correspond to, is part of, are part of, is assigned to, are assigned to, is in, are in, is owned by, are owned by,
  is created by, are created by, is written by, are written by, is placed by, are placed by, is made by, are made by,
  refers to, refer to, references, reference, go into, goes into, flow into, flows into, go to, goes to, is linked to, are linked to, is associated with, are associated with,
  is related to, are related to, relates to, relate to, is for, are for, is taught by, are taught by, is managed by,
  are managed by, is handled by, are handled by, is led by, are led by, is supervised by, works for, work for, works in, work in,
  works at, work at, lives in, live in, is located in, are located in, is located at, is held in, are held in, takes place in,
  take place in, takes place at, is held at, are held at, is stored in, are stored in, is kept in, are kept in, is sold by, are sold by, is published by, are published by, is supplied by,
  are supplied by, is produced by, are produced by, is manufactured by, are manufactured by, is uploaded by, are uploaded by,
  is submitted by, are submitted by, is sent by, are sent by, is issued by, are issued by, is issued to, are issued to,
  is attached to, are attached to, is tied to, are tied to, is connected to, are connected to, is under, are under,
  reports to, report to, is performed by, are performed by, is done by, are done by, is approved by, are approved by,
  is reviewed by, are reviewed by, is borrowed by, are borrowed by, is booked by, are booked by, is rented by, are rented by,
  is registered by, is registered to, are registered to, is installed in, are installed in, is installed at, are installed at, is mounted on, comes from, come from, depends on, depend on, is of, are of, is by, are by, was by, were by,
  move through, moves through, go through, goes through, pass through, passes through, is grouped into, are grouped into, is organized into, are organized into, is organised into, are organised into, falls under, fall under, is classified by,
  is categorized by, are categorized by, is categorised by, are categorised by, is grouped by, are grouped by, sits in, sit in, hangs in, hang in, happens at, happen at, happens in, is paid by, are paid by, is treated by, are treated by, is run by, are run by, is hosted by, are hosted by, is filed by, are filed by, is reported by, are reported by, is debited by, debits, debit, credits, credit, concerns, concern, affects, affect, covers, cover, targets, target, applies to, apply to, is requested by, are requested by, is raised by, are raised by, is delivered by, are delivered by, is driven by, are driven by, is delivered to, are delivered to`);

/** Both sides have many of the other. */
export const mutualVerbs = set(`
  enroll in, enrolls in, enrol in, enrols in, enroll for, apply for, applies for, run for, runs for, register for, registers for, sign up for, signs up for, attend, attends,
  involve, involves, join, joins, participate in, participates in, take part in, takes part in, like, likes, follow, follows, favourite, favorite, favorites,
  bookmark, bookmarks, subscribe to, subscribes to, is tagged with, are tagged with, can be tagged with, is labelled with, are labeled with, speak, speaks, star in, stars in, act in, acts in,
  appear in, appears in, work on, works on, play in, plays in, treat, treats, teach, teaches, use, uses, is known by, vote for, votes for, vote on, votes on, block, blocks,
  is shared with, are shared with, share, shares, collaborate on, collaborates on, specialize in, specializes in, specialise in, is filed under, are filed under, can be in, may be in, can belong to, may belong to, is taken by, are taken by, is attended by, are attended by, is sold in, are sold in, is available in, are available in, is covered by, are covered by, visit, visits, perform at, performs at, perform in, performs in, perform on, performs on, grow in, exhibit at, play, plays, compete in, competes in, are kept in stock at, is kept in stock at, are stocked at, is stocked at, are stocked in, is stocked in, are in stock at, depend on each other`);

/** What the subject does makes the object, which then belongs to it. */
export const makeVerbs = set(`
  place, places, create, creates, write, writes, make, makes, submit, submits, upload, uploads, post, posts, send, sends, book,
  books, borrow, borrows, buy, buys, purchase, purchases, leave, leaves, file, files, issue, issues, open, opens, add, adds, release, releases,
  publish, publishes, log, logs, enter, enters, report, reports, raise, raises, pay, pays, schedule, schedules, reserve,
  reserves, rent, rents, host, hosts, organize, organizes, organise, organises, manage, manages, handle, handles, oversee, oversees, represent, represents, administer, administers, run, runs, produce, produces, generate, generates,
  emit, emits, sell, sells, supply, supplies, deliver, delivers, request, requests, register, registers, complete, completes,
  perform, performs, review, reviews, comment on, rate, rates, order, orders, save, saves, start, starts, earn, earns, win, wins, collect, collects, donate, donates, measure, measures, plan, plans,
  obtain, obtains, receive, receives, supervise, supervises, lead, leads, employ, employs, train, trains, prescribe, prescribes, harvest, harvests, take, takes, give, gives, do, does, cast, casts, claim, claims, return, returns, breed, breeds, undergo, undergoes, carry out, carries out, conclude, concludes`);

/** Persons by what they do in a sentence: a reference to whoever the users of the design are. */
export const roleNouns = set(`
  author, owner, creator, manager, sender, recipient, receiver, assignee, reviewer, approver, reporter, requester, editor,
  uploader, commenter, supervisor, host, guest, organizer, organiser, leader, buyer, seller, winner, referrer, inviter, invitee,
  follower, followee, moderator, instructor, assignor, submitter, operator, inspector, agent, lead, mentor, borrower, lender, donor`);

/** Persons that log in, by other names. */
export const personNouns = set(`
  user, customer, member, account, person, employee, client, admin, administrator, staff, student, patient, contact, player,
  subscriber, visitor, participant`);

/** What sorts other things: a thing has one of them, or several. */
export const oneClassifiers = set(`
  category, type, department, brand, class, group, section, level, unit, location, region, country, city, manufacturer,
  supplier, publisher, warehouse, vendor, team, company, branch, status, priority, currency, language, zone, kind, plan`);
export const manyClassifiers = set(`
  tag, genre, artist, composer, director, producer, translator, illustrator, photographer, contributor, skill, label, keyword, topic, amenity, ingredient, allergen, interest, author, actor, feature, badge, hashtag,
  permission, attendee, participant, member, collaborator, speaker, performer`);
