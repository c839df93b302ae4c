import { type Domain, varied } from '../domain.ts';
import { user } from '../shared.ts';

export const domain: Domain = {
  name: 'podcasts',
  title: 'Podcasts',
  trade: true,
  words: ['podcast', 'episode', 'audiobook'],
  subjects: [{ names: ['podcast', 'podcast platform', 'podcast hosting', 'audiobook'] }],
  core: ['user', 'podcast', 'episode', 'podcast_subscription', 'listening_position', 'podcast_review'],
  entities: [
    varied(user, {
      synonyms: ['listener', 'subscriber', 'viewer', 'member'],
      attributes: [{ name: 'country', type: 'country', optional: true, about: 'Rights differ by it.' }],
      volume: { rows: 1_000_000 },
    }),
    {
      name: 'podcast',
      synonyms: ['show', 'audio series'],
      about: 'A series of episodes.',
      attributes: [
        { name: 'title', type: 'name' },
        { name: 'slug', type: 'slug', unique: true, about: 'The name in addresses of pages.' },
        { name: 'description', type: 'long text', optional: true },
        { name: 'feed_url', type: 'url', optional: true, unique: true },
        { name: 'language', type: 'language', default: 'en' },
        { name: 'category', type: 'name', optional: true },
        { name: 'cover', type: 'file', optional: true },
        { name: 'is_explicit', type: 'boolean', default: false },
      ],
      references: [{ to: 'user', as: 'publisher', onDelete: 'restrict', about: 'Who publishes it.' }],
      volume: { rows: 50_000 },
      access: [
        { about: 'podcasts by title', search: ['title'], limit: 20, perHour: 10_000 },
        { about: 'what a user publishes', equal: ['publisher'], perHour: 300 },
      ],
    },
    {
      name: 'episode',
      synonyms: ['podcast episode'],
      about: 'One episode of a podcast.',
      attributes: [
        { name: 'title', type: 'name' },
        { name: 'guid', type: 'code', about: 'By which players know it.' },
        { name: 'season', type: 'quantity', optional: true, min: 1 },
        { name: 'number', type: 'quantity', optional: true, min: 1 },
        { name: 'description', type: 'long text', optional: true },
        { name: 'audio', type: 'file' },
        { name: 'seconds', type: 'quantity', min: 1 },
        { name: 'status', type: 'status', values: ['draft', 'scheduled', 'published'], default: 'draft' },
        { name: 'published_at', type: 'instant', optional: true },
      ],
      references: [{ to: 'podcast', onDelete: 'cascade', about: 'Of which podcast.' }],
      keys: [{ of: ['podcast', 'guid'] }, { of: ['podcast', 'season', 'number'] }],
      checks: [
        {
          kind: 'requires',
          attribute: 'status',
          values: ['published'],
          present: ['published_at'],
          about: 'What is published has its moment.',
        },
      ],
      volume: { of: 'podcast', each: 60 },
      access: [
        {
          about: 'a podcast’s episodes, newest first',
          equal: ['podcast'],
          order: ['published_at desc'],
          limit: 20,
          perHour: 30_000,
        },
      ],
    },
    {
      name: 'podcast_subscription',
      synonyms: ['subscription'],
      about: 'A user wants each new episode.',
      attributes: [
        { name: 'subscribed_at', type: 'instant', default: 'now' },
        { name: 'notify', type: 'boolean', default: true },
      ],
      references: [
        { to: 'user', onDelete: 'cascade', about: 'Who.' },
        { to: 'podcast', onDelete: 'cascade', about: 'To what.' },
      ],
      identifiedBy: ['user', 'podcast'],
      volume: { of: 'user', each: 6 },
      access: [{ about: 'a podcast’s subscribers', equal: ['podcast'], limit: 100, perHour: 200 }],
    },
    {
      name: 'listening_position',
      synonyms: ['listening progress', 'progress', 'playback position'],
      about: 'How far a user has heard an episode.',
      attributes: [
        { name: 'position_seconds', type: 'quantity', default: 0 },
        { name: 'finished_at', type: 'instant', optional: true },
      ],
      references: [
        { to: 'user', onDelete: 'cascade', about: 'Who.' },
        { to: 'episode', onDelete: 'cascade', about: 'What.' },
      ],
      identifiedBy: ['user', 'episode'],
      volume: { of: 'user', each: 60 },
      access: [
        {
          about: 'what a user has begun',
          equal: ['user'],
          absent: ['finished_at'],
          order: ['updated_at desc'],
          limit: 20,
          perHour: 20_000,
        },
      ],
    },
    {
      name: 'podcast_review',
      synonyms: ['review', 'rating'],
      about: 'What a user thinks of a podcast.',
      attributes: [
        { name: 'stars', type: 'integer', min: 1, max: 5 },
        { name: 'body', type: 'long text', optional: true },
      ],
      references: [
        { to: 'podcast', onDelete: 'cascade', about: 'Of which.' },
        { to: 'user', onDelete: 'cascade', about: 'Who thinks so.' },
      ],
      keys: [{ of: ['podcast', 'user'], about: 'Each judges a podcast once.' }],
      volume: { of: 'podcast', each: 20 },
      access: [
        {
          about: 'a podcast’s reviews, newest first',
          equal: ['podcast'],
          order: ['created_at desc'],
          limit: 20,
          perHour: 3000,
        },
      ],
    },
  ],
};
