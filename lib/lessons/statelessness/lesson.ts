import type { Lesson } from '../lesson.ts';

export const statelessness: Lesson = {
  slug: 'statelessness',
  title: 'Statelessness',
  claim: 'A function is stateless: nothing in its memory survives from one request to the next.',
  text: [
    'The code of this lesson counts in a global variable. If nothing in memory survived a request, every answer would be 1.',
    'A global lives in the memory of one process. On the function side the process belongs to an execution environment, which may be used again, may be removed at any time, and may be one of many. On the container side it belongs to a replica, which stays until it is deployed anew, crashes or is scaled in.',
    'This run calls the counter three times in a row (warm), then five times at the same moment (concurrent), then ends every environment and replica as a crash would, and calls it once more (cold).',
  ],
  prediction: {
    question: 'What will the counter on the function side answer?',
    options: [
      { id: 'never-kept', label: '1 every time: nothing survives a request.' },
      {
        id: 'kept-when-reused',
        label: '1, 2, 3 in a row; then at the same moment a 4 beside ones; after the end of the process 1.',
      },
      {
        id: 'kept-and-shared',
        label: '1, 2, 3 in a row; then 4 to 8 at the same moment; after the end of the process 1.',
      },
      { id: 'always-kept', label: '1 to 9: the count is never lost.' },
    ],
  },
  limits: [
    'Stateless is a rule for your code, not a property of the memory: a platform may remove an environment after any request, so nothing may depend on what is left in it. What is left can be useful all the same: open connections, a parsed configuration, a cache.',
    'It can harm as well: data of one user left in a global is there when the next request, of another user, meets the same environment. This holds on both sides.',
    'A container keeps its counter longer, not safely: a crash or a new version loses it, and with two replicas there are two counters. A count that has to be right belongs in a store outside, on either side.',
    'Some platforms offer functions with state of their own, such as durable objects or durable functions. There the platform keeps the state in a store for you.',
  ],
  seconds: 6,
};
