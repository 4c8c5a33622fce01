import { CrossoverError } from '#lib/domain/errors.ts';
import type { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import { LATEST } from '#lib/domain/functions/configuration.ts';
import { arnOf } from '#lib/domain/functions/identifier.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import { type ApiRequest, sendJson, sendNothing } from './http.ts';
import {
  CreateFunction,
  configurationOf,
  EventInvokeConfig,
  familyOf,
  PutConcurrency,
  PutProvisioned,
  parseBody,
  referenceOf,
  shownVersion,
  UpdateFunctionCode,
  UpdateFunctionConfiguration,
} from './shapes.ts';

type Operation = (platform: FunctionPlatform, request: ApiRequest) => Promise<void>;

export const createFunction: Operation = async (platform, request) => {
  const { FunctionName, Code, Publish, ...settings } = await parseBody(CreateFunction, request);
  const configuration = { ...configurationOf(settings), runtime: familyOf(settings.Runtime) };
  const made = await platform.functions.create(FunctionName, configuration, {
    kind: 'zip',
    bytes: Code.ZipFile,
  });
  const shown = Publish ? await platform.functions.publish(FunctionName) : made;
  sendJson(request.response, 201, await shownVersion(shown));
};

export const updateCode: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const { ZipFile, Publish, DryRun } = await parseBody(UpdateFunctionCode, request);
  const made = DryRun
    ? platform.functions.get(name)
    : await platform.functions.updateCode(name, { kind: 'zip', bytes: ZipFile });
  const shown = Publish && !DryRun ? await platform.functions.publish(name) : made;
  sendJson(request.response, 200, await shownVersion(shown));
};

export const updateConfiguration: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const settings = await parseBody(UpdateFunctionConfiguration, request);
  const made = await platform.functions.updateConfiguration(name, configurationOf(settings));
  sendJson(request.response, 200, await shownVersion(made));
};

export const getFunction: Operation = async (platform, request) => {
  const { name, qualifier } = referenceOf(request);
  const reserved = platform.reservation(name);
  sendJson(request.response, 200, {
    Configuration: await shownVersion(platform.functions.get(name, qualifier)),
    Code: { RepositoryType: 'Local' },
    Tags: {},
    ...(reserved === null ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
  });
};

export const getConfiguration: Operation = async (platform, request) => {
  const { name, qualifier } = referenceOf(request);
  sendJson(request.response, 200, await shownVersion(platform.functions.get(name, qualifier)));
};

/** One page of a list: the marker is the position of the next one. */
function page<T>(all: readonly T[], { query }: ApiRequest): { items: readonly T[]; next: object } {
  const from = Math.max(0, Number(query.get('Marker') ?? 0) || 0);
  const most = Math.min(50, Math.max(1, Number(query.get('MaxItems') ?? 50) || 50));
  const items = all.slice(from, from + most);
  return { items, next: from + most < all.length ? { NextMarker: String(from + most) } : {} };
}

export const listFunctions: Operation = async (platform, request) => {
  const { items, next } = page(platform.functions.list(), request);
  sendJson(request.response, 200, { Functions: await Promise.all(items.map(shownVersion)), ...next });
};

export const listVersions: Operation = async (platform, request) => {
  const { items, next } = page(platform.functions.versions(referenceOf(request).name), request);
  sendJson(request.response, 200, { Versions: await Promise.all(items.map(shownVersion)), ...next });
};

export const publishVersion: Operation = async (platform, request) => {
  await request.body(1024 * 1024);
  sendJson(
    request.response,
    201,
    await shownVersion(await platform.functions.publish(referenceOf(request).name)),
  );
};

export const deleteFunction: Operation = async (platform, request) => {
  const { name, explicit } = referenceOf(request);
  if (explicit === LATEST) throw cannotDeleteLatest();
  await platform.functions.delete(name, explicit);
  sendNothing(request.response, 204);
};

const cannotDeleteLatest = (): CrossoverError =>
  new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: '$LATEST version cannot be deleted without deleting the function.',
    remedy: 'Leave the qualifier out.',
  });

export const putConcurrency: Operation = async (platform, request) => {
  const { ReservedConcurrentExecutions } = await parseBody(PutConcurrency, request);
  await platform.reserve(referenceOf(request).name, ReservedConcurrentExecutions);
  sendJson(request.response, 200, { ReservedConcurrentExecutions });
};

export const getConcurrency: Operation = async (platform, request) => {
  const reserved = platform.reservation(referenceOf(request).name);
  sendJson(request.response, 200, reserved === null ? {} : { ReservedConcurrentExecutions: reserved });
};

export const deleteConcurrency: Operation = async (platform, request) => {
  await platform.reserve(referenceOf(request).name, null);
  sendNothing(request.response, 204);
};

function shownProvisioned(platform: FunctionPlatform, name: string, qualifier: string): object {
  const { requested, allocated, available } = platform.provisioned(name, qualifier);
  if (requested === 0) {
    throw new CrossoverError({
      code: 'provisioned-not-found',
      owner: 'yours',
      message: `No Provisioned Concurrency Config found for this function`,
      remedy: 'Put one first.',
    });
  }
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: available,
    Status: allocated >= requested ? 'READY' : 'FAILED',
  };
}

export const putProvisioned: Operation = async (platform, request) => {
  const { name, qualifier } = referenceOf(request);
  const { ProvisionedConcurrentExecutions } = await parseBody(PutProvisioned, request);
  await platform.provision(name, qualifier, ProvisionedConcurrentExecutions);
  sendJson(request.response, 202, shownProvisioned(platform, name, qualifier));
};

export const getProvisioned: Operation = async (platform, request) => {
  const { name, qualifier } = referenceOf(request);
  sendJson(request.response, 200, shownProvisioned(platform, name, qualifier));
};

export const deleteProvisioned: Operation = async (platform, request) => {
  const { name, qualifier } = referenceOf(request);
  await platform.provision(name, qualifier, 0);
  sendNothing(request.response, 204);
};

/** An ARN of a queue means the queue of that name here. */
const queueName = (destination: string): string => destination.split(':').at(-1) ?? destination;

const shownPolicy = (name: string, policy: AsynchronousPolicy): object => ({
  FunctionArn: arnOf(name, LATEST),
  LastModified: Date.now() / 1_000,
  MaximumRetryAttempts: policy.maximumRetryAttempts,
  MaximumEventAgeInSeconds: policy.maximumEventAgeMs / 1_000,
  DestinationConfig: {
    OnFailure:
      policy.deadLetterQueue === null
        ? {}
        : { Destination: `arn:aws:sqs:us-east-1:000000000000:${policy.deadLetterQueue}` },
  },
});

export const putEventInvokeConfig: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = await parseBody(
    EventInvokeConfig,
    request,
  );
  const destination = DestinationConfig?.OnFailure?.Destination;
  const policy = await platform.functions.setAsynchronous(name, {
    ...(MaximumRetryAttempts === undefined ? {} : { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined
      ? {}
      : { maximumEventAgeMs: MaximumEventAgeInSeconds * 1_000 }),
    ...(destination === undefined ? {} : { deadLetterQueue: queueName(destination) }),
  });
  sendJson(request.response, 200, shownPolicy(name, policy));
};

export const getEventInvokeConfig: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  sendJson(request.response, 200, shownPolicy(name, platform.functions.asynchronousPolicy(name)));
};
