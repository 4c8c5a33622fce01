import { describe, expect, it } from 'vitest';
import { recordEvent } from './record.ts';

describe('a record that changed', () => {
  const change = {
    id: 'e',
    table: 't',
    key: 'k',
    before: null,
    after: { n: 1, list: ['a', true], none: null },
    inserted: true,
    removed: false,
    sequence: 7,
    at: new Date(1_000),
  };

  it('is an event of a DynamoDB stream', () => {
    expect(recordEvent([change])).toMatchObject({
      Records: [
        {
          ...{ eventID: 'e', eventName: 'INSERT', eventSource: 'aws:dynamodb' },
          dynamodb: {
            ...{ ApproximateCreationDateTime: 1, Keys: { id: { S: 'k' } }, SequenceNumber: '7' },
            NewImage: {
              id: { S: 'k' },
              n: { N: '1' },
              list: { L: [{ S: 'a' }, { BOOL: true }] },
              none: { NULL: true },
            },
          },
        },
      ],
    });
    const modified = recordEvent([{ ...change, inserted: false, before: 'old' }]);
    expect(modified).toMatchObject({
      Records: [{ eventName: 'MODIFY', dynamodb: { OldImage: { value: { S: 'old' } } } }],
    });
    expect(recordEvent([{ ...change, inserted: false, removed: true }])).toMatchObject({
      Records: [{ eventName: 'REMOVE' }],
    });
  });
});
