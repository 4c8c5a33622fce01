import { CrossoverError } from '#lib/domain/errors.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import { type ApiRequest, sendJson, sendNothing } from './http.ts';
import { PutConcurrency, PutProvisioned, parseBody, referenceOf } from './shapes.ts';

type Operation = (platform: FunctionPlatform, request: ApiRequest) => Promise<void>;

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
  const { requested, allocated, available, failed } = platform.provisioned(name, qualifier);
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
    Status: allocated >= requested ? 'READY' : failed ? 'FAILED' : 'IN_PROGRESS',
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
