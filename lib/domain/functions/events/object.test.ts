import { describe, expect, it } from 'vitest';
import { matchesFilter, type ObjectChange, objectEvent } from './object.ts';

describe('an object', () => {
  const change: ObjectChange = {
    ...{ name: 'ObjectCreated:Put', bucket: 'b', key: 'a b/é.jpg', size: 3, eTag: 'e', at: new Date(0) },
    ...{ requestId: 'r', sequencer: '01', sourceIp: '127.0.0.1' },
  };

  it('that was stored is an event of Amazon S3', () => {
    expect(objectEvent(change)).toMatchObject({
      Records: [
        {
          ...{
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            eventTime: '1970-01-01T00:00:00.000Z',
            eventName: 'ObjectCreated:Put',
          },
          s3: {
            bucket: { name: 'b', arn: 'arn:aws:s3:::b' },
            object: { key: 'a+b/%C3%A9.jpg', size: 3, eTag: 'e', sequencer: '01' },
          },
        },
      ],
    });
  });

  it('has its key encoded as a form is', () => {
    const keyOf = (key: string) =>
      (objectEvent({ ...change, key }) as { Records: { s3: { object: { key: string } } }[] }).Records[0]?.s3
        .object.key;
    expect(keyOf("photos/été (1)+~!'*.jpg")).toBe('photos/%C3%A9t%C3%A9+%281%29%2B%7E%21%27*.jpg');
    expect(keyOf('half a pair \ud83d')).toBe('half+a+pair+%EF%BF%BD');
  });

  it('is filtered by event, prefix and suffix', () => {
    const filter = { events: ['ObjectCreated:*'], prefix: 'a', suffix: '.jpg' };
    expect(matchesFilter(change, filter)).toBe(true);
    expect(matchesFilter({ ...change, name: 'ObjectRemoved:Delete' }, filter)).toBe(false);
    expect(matchesFilter(change, { ...filter, suffix: '.png' })).toBe(false);
    expect(matchesFilter(change, { ...filter, events: ['ObjectCreated:Put'] })).toBe(true);
    // Notifications of a bucket are asked for with a prefix that the event itself does not have.
    expect(matchesFilter(change, { ...filter, events: ['s3:ObjectCreated:*'] })).toBe(true);
    expect(matchesFilter(change, { ...filter, events: ['s3:ObjectCreated:Copy'] })).toBe(false);
  });
});
