import { CrossoverError } from '#lib/domain/errors.ts';
import { type FunctionVersion, LATEST } from '#lib/domain/functions/configuration.ts';
import { parseReference } from '#lib/domain/functions/identifier.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import { type ApiRequest, sendJson, sendNothing } from './http.ts';
import {
  CreateFunction,
  configurationOf,
  familyOf,
  PublishVersion,
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
  // An ARN names a function that is to be made, too; what is no name at all is refused as one.
  const name = parseReference(FunctionName, LATEST)?.name ?? FunctionName;
  const made = await platform.functions.create(name, configuration, { kind: 'zip', bytes: Code.ZipFile });
  const shown = Publish ? await platform.functions.publish(name) : made;
  sendJson(request.response, 201, await shownVersion(shown));
};

/** Who changes a function that changed since they looked would undo it. @throws CrossoverError `other-revision` */
function requireRevision({ revisionId }: FunctionVersion, wanted: string | undefined): void {
  if (wanted === undefined || wanted === revisionId) return;
  throw new CrossoverError({
    code: 'other-revision',
    owner: 'yours',
    message: 'The Revision Id provided does not match the latest Revision Id.',
    remedy: 'Get the function to see its latest revision.',
  });
}

/** The same for the code alone. @throws CrossoverError `invalid-input` */
function requireCode({ codeSha256 }: FunctionVersion, wanted: string | undefined): void {
  if (wanted === undefined || wanted === codeSha256) return;
  throw new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: `CodeSHA256 (${wanted.slice(0, 100)}) is different from current CodeSHA256 in $LATEST (${codeSha256}).`,
    remedy: 'Try again with the CodeSHA256 in $LATEST.',
  });
}

export const updateCode: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const { ZipFile, Publish, DryRun, RevisionId } = await parseBody(UpdateFunctionCode, request);
  requireRevision(platform.functions.get(name), RevisionId);
  const made = DryRun
    ? platform.functions.get(name)
    : await platform.functions.updateCode(name, { kind: 'zip', bytes: ZipFile });
  const shown = Publish && !DryRun ? await platform.functions.publish(name) : made;
  sendJson(request.response, 200, await shownVersion(shown));
};

export const updateConfiguration: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const { RevisionId, ...settings } = await parseBody(UpdateFunctionConfiguration, request);
  requireRevision(platform.functions.get(name), RevisionId);
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
  const { RevisionId, CodeSha256 } = await parseBody(PublishVersion, request);
  const latest = platform.functions.get(referenceOf(request).name);
  requireRevision(latest, RevisionId);
  requireCode(latest, CodeSha256);
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
