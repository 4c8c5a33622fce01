import { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import { LATEST } from '#lib/domain/functions/configuration.ts';
import { queueArn } from '#lib/domain/functions/events/queue.ts';
import { arnOf } from '#lib/domain/functions/identifier.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import { type ApiRequest, sendJson, sendNothing } from './http.ts';
import { EventInvokeConfig, parseBody, referenceOf } from './shapes.ts';

type Operation = (platform: FunctionPlatform, request: ApiRequest) => Promise<void>;

const shownDestination = (queue: string | null): object =>
  queue === null ? {} : { Destination: queueArn(queue) };

const shownPolicy = (name: string, policy: AsynchronousPolicy): object => ({
  FunctionArn: arnOf(name, LATEST),
  LastModified: Date.now() / 1_000,
  MaximumRetryAttempts: policy.maximumRetryAttempts,
  MaximumEventAgeInSeconds: policy.maximumEventAgeMs / 1_000,
  DestinationConfig: {
    OnFailure: shownDestination(policy.onFailure),
    OnSuccess: shownDestination(policy.onSuccess),
  },
});

/** What a request says, in our terms. @throws ZodError */
async function changeOf(request: ApiRequest): Promise<Partial<AsynchronousPolicy>> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = await parseBody(
    EventInvokeConfig,
    request,
  );
  const { OnFailure, OnSuccess } = DestinationConfig ?? {};
  return {
    ...(MaximumRetryAttempts === undefined ? {} : { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined
      ? {}
      : { maximumEventAgeMs: MaximumEventAgeInSeconds * 1_000 }),
    ...(OnFailure === undefined ? {} : { onFailure: OnFailure.Destination ?? null }),
    ...(OnSuccess === undefined ? {} : { onSuccess: OnSuccess.Destination ?? null }),
  };
}

/** Replaces the whole: what is not said is the platform's default again. */
export const putEventInvokeConfig: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const whole = { ...AsynchronousPolicy.parse({}), ...(await changeOf(request)) };
  sendJson(request.response, 200, shownPolicy(name, await platform.functions.setAsynchronous(name, whole)));
};

/** Changes what is said. */
export const updateEventInvokeConfig: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  const change = await changeOf(request);
  sendJson(request.response, 200, shownPolicy(name, await platform.functions.setAsynchronous(name, change)));
};

export const getEventInvokeConfig: Operation = async (platform, request) => {
  const { name } = referenceOf(request);
  sendJson(request.response, 200, shownPolicy(name, platform.functions.asynchronousPolicy(name)));
};

export const deleteEventInvokeConfig: Operation = async (platform, request) => {
  await platform.functions.setAsynchronous(referenceOf(request).name, AsynchronousPolicy.parse({}));
  sendNothing(request.response, 204);
};
