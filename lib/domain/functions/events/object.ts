import { ACCOUNT, REGION } from '../identifier.ts';

export const OBJECT_EVENTS = ['ObjectCreated:Put', 'ObjectRemoved:Delete'] as const;
export type ObjectEventName = (typeof OBJECT_EVENTS)[number];

export interface ObjectChange {
  name: ObjectEventName;
  bucket: string;
  key: string;
  /** Of what was stored; a removal has neither. */
  size: number | null;
  eTag: string | null;
  at: Date;
  requestId: string;
  /** Order of changes of one key: hexadecimal, grows. */
  sequencer: string;
  sourceIp: string;
}

/** Keys are encoded as in a form: a space is a plus sign, brackets are not left as they are. */
const encodeKey = (key: string): string =>
  new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/');

/** The event of an object that was stored or removed (Amazon S3 user guide, "Event message structure", 2.1). */
export const objectEvent = (change: ObjectChange): object => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: REGION,
      eventTime: change.at.toISOString(),
      eventName: change.name,
      userIdentity: { principalId: ACCOUNT },
      requestParameters: { sourceIPAddress: change.sourceIp },
      responseElements: { 'x-amz-request-id': change.requestId, 'x-amz-id-2': change.requestId },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'crossover',
        bucket: {
          name: change.bucket,
          ownerIdentity: { principalId: ACCOUNT },
          arn: `arn:aws:s3:::${change.bucket}`,
        },
        object: {
          key: encodeKey(change.key),
          ...(change.size === null ? {} : { size: change.size, eTag: change.eTag }),
          sequencer: change.sequencer,
        },
      },
    },
  ],
});

export interface ObjectFilter {
  /** `ObjectCreated:*` and the like, also as a bucket's configuration has them: `s3:ObjectCreated:*`. */
  events: readonly string[];
  prefix: string;
  suffix: string;
}

/** Whether a change is one that was asked for. */
export const matchesFilter = (
  { name, key }: Pick<ObjectChange, 'name' | 'key'>,
  filter: ObjectFilter,
): boolean =>
  key.startsWith(filter.prefix) &&
  key.endsWith(filter.suffix) &&
  filter.events
    .map((wanted) => wanted.replace(/^s3:/, ''))
    .some((wanted) => (wanted.endsWith(':*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted));
