import { type Domain, varied } from '../domain.ts';
import { user } from '../shared.ts';

export const domain: Domain = {
  name: 'video',
  title: 'Video',
  trade: true,
  words: ['video', 'vlog', 'livestream'],
  subjects: [
    {
      names: [
        'video streaming',
        'video sharing',
        'video platform',
        'video',
        'movie streaming',
        'streaming service',
        'tv series',
        'live streaming',
      ],
    },
  ],
  core: ['user', 'channel', 'video', 'video_view', 'video_like', 'video_comment', 'channel_subscription'],
  entities: [
    varied(user, {
      synonyms: ['listener', 'subscriber', 'viewer', 'member'],
      attributes: [{ name: 'country', type: 'country', optional: true, about: 'Rights differ by it.' }],
      volume: { rows: 1_000_000 },
    }),
    {
      name: 'channel',
      synonyms: ['creator', 'streamer'],
      about: 'Where a user publishes videos.',
      attributes: [
        { name: 'handle', type: 'slug', unique: true },
        { name: 'name', type: 'name' },
        { name: 'description', type: 'long text', optional: true },
      ],
      references: [{ to: 'user', as: 'owner', onDelete: 'restrict', about: 'Whose.' }],
      volume: { of: 'user', each: 0.1 },
      access: [{ about: 'a user’s channels', equal: ['owner'], perHour: 1000 }],
    },
    {
      name: 'video',
      synonyms: ['clip', 'film', 'movie', 'stream recording'],
      about: 'A video of a channel.',
      attributes: [
        { name: 'title', type: 'name' },
        { name: 'description', type: 'long text', optional: true },
        { name: 'seconds', type: 'quantity', min: 1 },
        { name: 'storage_key', type: 'file', unique: true },
        { name: 'thumbnail', type: 'file', optional: true },
        { name: 'visibility', type: 'choice', values: ['private', 'link', 'public'], default: 'private' },
        {
          name: 'status',
          type: 'status',
          values: ['uploading', 'processing', 'ready', 'blocked'],
          default: 'uploading',
        },
        { name: 'published_at', type: 'instant', optional: true },
      ],
      references: [{ to: 'channel', onDelete: 'cascade', about: 'Of which channel.' }],
      volume: { of: 'channel', each: 30 },
      access: [
        { about: 'videos by title', search: ['title'], limit: 20, perHour: 50_000 },
        {
          about: 'a channel’s videos, newest first',
          equal: ['channel'],
          order: ['published_at desc'],
          limit: 20,
          perHour: 30_000,
        },
      ],
    },
    {
      name: 'video_view',
      synonyms: ['watch history', 'watch'],
      about: 'A video was watched.',
      appendOnly: true,
      attributes: [
        { name: 'viewed_at', type: 'instant', default: 'now' },
        { name: 'seconds', type: 'quantity' },
      ],
      references: [
        { to: 'video', onDelete: 'cascade', about: 'What.' },
        { to: 'user', optional: true, onDelete: 'set null', about: 'Who; absent where nobody is signed in.' },
      ],
      volume: { of: 'video', each: 300 },
      retention: { by: 'viewed_at', months: 24 },
      access: [
        {
          about: 'what a user watched, newest first',
          equal: ['user'],
          order: ['viewed_at desc'],
          limit: 50,
          perHour: 20_000,
        },
      ],
    },
    {
      name: 'video_like',
      synonyms: ['reaction'],
      about: 'A user likes a video, or does not.',
      attributes: [{ name: 'is_like', type: 'boolean', default: true }],
      references: [
        { to: 'user', onDelete: 'cascade', about: 'Who.' },
        { to: 'video', onDelete: 'cascade', about: 'What.' },
      ],
      identifiedBy: ['user', 'video'],
      volume: { of: 'video', each: 20 },
    },
    {
      name: 'video_comment',
      synonyms: ['comment'],
      about: 'What a user says on a video.',
      attributes: [{ name: 'body', type: 'long text' }],
      references: [
        { to: 'video', onDelete: 'cascade', about: 'On what.' },
        { to: 'user', onDelete: 'cascade', about: 'Who.' },
        { to: 'video_comment', as: 'parent', optional: true, onDelete: 'cascade', about: 'What it answers.' },
      ],
      checks: [{ kind: 'different', first: 'id', second: 'parent', about: 'No comment answers itself.' }],
      volume: { of: 'video', each: 5 },
      access: [
        {
          about: 'a video’s comments, newest first',
          equal: ['video'],
          order: ['created_at desc'],
          limit: 20,
          perHour: 40_000,
        },
      ],
    },
    {
      name: 'channel_subscription',
      synonyms: ['channel follower'],
      about: 'A user follows a channel.',
      attributes: [{ name: 'subscribed_at', type: 'instant', default: 'now' }],
      references: [
        { to: 'user', onDelete: 'cascade', about: 'Who.' },
        { to: 'channel', onDelete: 'cascade', about: 'What.' },
      ],
      identifiedBy: ['user', 'channel'],
      volume: { of: 'user', each: 15 },
      access: [{ about: 'a channel’s subscribers', equal: ['channel'], limit: 100, perHour: 300 }],
    },
  ],
};
