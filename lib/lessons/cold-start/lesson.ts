import type { Lesson } from '../lesson.ts';

export const coldStart: Lesson = {
  slug: 'cold-start',
  title: 'The cold start',
  claim: 'The price of a function is the cold start: some requests wait for an environment to start.',
  text: [
    'A function has no process of its own that waits for requests. When a request comes and no execution environment is free, the platform makes one: it starts the sandbox, starts the runtime and loads your code. This is the init phase, and the request waits for it. That is a cold start.',
    'Afterwards the environment is kept for a while. The next request finds it warm and goes straight to the handler. When no request comes for the length of the keep-alive, the environment is removed.',
    'A container replica goes through the same steps: sandbox, runtime, code. It does so when it is deployed or scaled out, and a request is sent to it only once it is ready.',
    'This run sends a first request, five more one after another, then pauses until the keep-alive is over, and sends a last one. It does the same on both sides. The keep-alive is 1 s here so that you need not wait; platforms keep environments for minutes and do not promise how long.',
  ],
  prediction: {
    question: 'Which of these requests wait for a start?',
    options: [
      { id: 'none', label: 'None: everything is started when it is deployed.' },
      { id: 'first', label: 'Only the first one on the function side; after that it stays warm.' },
      {
        id: 'first-and-after-pause',
        label: 'On the function side the first one and the one after the pause.',
      },
      { id: 'both-sides', label: 'The first one on both sides: the container has to start as well.' },
    ],
  },
  limits: [
    'With steady traffic cold starts are rare: environments are used again before their keep-alive ends. They return with every rise in concurrency and with every new version of the code.',
    'Provisioned concurrency keeps environments started for a price by the hour. Snapshots of a started environment make the init phase shorter. Both move the price rather than remove it.',
    'Containers start cold too: when a new replica is added under load, after a crash, and on platforms that scale containers to zero. A start there often takes longer, since an image is larger than a code package and may have to be pulled first.',
    'The length of the init phase depends on language, package size, what the code does while it is loaded, and memory. Here the code is a few lines of JavaScript and no network lies between: on a platform expect other numbers, and the same pattern.',
  ],
  seconds: 8,
};
