import type { Lesson } from '../lesson.ts';

export const scaleToZero: Lesson = {
  slug: 'scale-to-zero',
  title: 'Scale to zero',
  claim: 'Idle costs nothing: without requests a function scales to zero, and a container stays.',
  text: [
    'A function platform removes an execution environment that no request has used for the length of its keep-alive. Without traffic there are none left. Billed is the time of requests: init and handler, rounded up to 1 ms. Waiting for the next request is not billed.',
    'A container replica is there whether requests come or not, and is billed for as long as it runs.',
    'This run sends four requests to each side, stops, and watches environments and replicas until the keep-alive is over. Then it sends one more. The keep-alive is 2 s here so that you can watch; platforms keep environments for minutes, at their own cost.',
  ],
  prediction: {
    question: 'The requests stop and the keep-alive passes. What is still there?',
    options: [
      { id: 'container-only', label: 'No environment; the replica is still there.' },
      { id: 'both', label: 'An environment and the replica: both stay warm for the next request.' },
      { id: 'neither', label: 'Neither: both scale to zero.' },
      { id: 'function-only', label: 'An environment; the replica is gone.' },
    ],
  },
  limits: [
    'Zero has a price in time: the request after the pause waits for a cold start, as this run shows.',
    'Only the compute of the function scales to zero. Storage, logs, a database and provisioned concurrency are billed while idle.',
    'Containers can scale to zero as well: Knative, Google Cloud Run and Azure Container Apps do so. Then they have cold starts too. A service on AWS Fargate behind a load balancer does not, and the load balancer is billed by the hour.',
    'With enough steady traffic nothing is ever idle, and the price per billed millisecond of a function is the higher one. Where the two meet is the crossover that an experiment computes.',
  ],
  seconds: 8,
};
