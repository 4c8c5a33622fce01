import type { Lesson } from '../lesson.ts';

export const oneRequestPerEnvironment: Lesson = {
  slug: 'one-request-per-environment',
  title: 'One request per environment',
  claim: 'An execution environment serves one request at a time; a container serves many.',
  text: [
    'A function platform gives each request an execution environment of its own for as long as the request lasts. When ten requests are in progress, there are ten environments. Your handler never shares its process with another request at the same time.',
    'A container runs your server. How many requests it takes at once is decided by the server and by the limits you set, not by the platform. A Node.js process that waits for a database can hold hundreds of requests.',
    'This run sends ten requests at the same moment to each side. The handler waits 200 ms, as it would for a slow service, and reports how many requests were inside its process together.',
  ],
  prediction: {
    question: 'Ten requests arrive at the same moment. What serves them?',
    options: [
      { id: 'many-together', label: 'Ten environments; one replica that holds all ten requests together.' },
      { id: 'many-queue', label: 'Ten environments; one replica that takes the requests one after another.' },
      { id: 'one-together', label: 'One environment; one replica that holds all ten requests together.' },
      {
        id: 'one-queue',
        label: 'One environment and one replica; both take the requests one after another.',
      },
    ],
  },
  limits: [
    'The handler here only waits. When it computes, one process with one thread does the work of ten requests one after another, and on the container side each request waits for those before it. Ten environments compute side by side, as far as there are CPUs: on this machine they share the same few cores.',
    'The rule is that of AWS Lambda and of the platforms that follow it. Others let one instance take several requests: Google Cloud Functions (2nd generation) can be set to it, Azure Functions and Cloudflare Workers do so from the start.',
    'An environment of its own for each request also means a connection to the database for each. A store that allows 100 connections meets 1,000 environments badly; a container shares a pool.',
    'A container is not free of limits: one replica has one memory and one CPU share, and one request that blocks or crashes the process takes the others with it.',
  ],
  seconds: 5,
};
