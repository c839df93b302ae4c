import { expect, test } from 'vitest';
import { connect } from './connect.ts';

test.each(['mysql://reader:Zx9%ss@127.0.0.1/app', 'mariadb://reader@127.0.0.1/100%'])(
  '%s is told in one line, without its password',
  async (url) => {
    const failed = await connect(url).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'bad-url', hint: expect.stringContaining('% as %25') });
    expect(String(failed)).not.toContain('Zx9');
  },
);
