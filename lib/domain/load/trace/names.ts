/** The words of a column's name, in small letters: `requestsPerSecond`, `requests/s` and `Time (UTC)` fall apart. */
export const wordsOf = (name: string): string[] =>
  name
    .replaceAll('/', ' per ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}%µ]+/u)
    .filter((word) => word !== '');

const has = (words: readonly string[], known: ReadonlySet<string>): boolean =>
  words.some((word) => known.has(word));
const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** How long something took, who or what it was, how it ended: never when it came. */
const NO_TIME = set(
  'id ids uuid guid key hash status code codes latency latencies duration durations dur elapsed took taken response wait waiting waited delay delays ttfb lag rtt connect dns processing execution exec service handler billed init size bytes byte length user users port ip cost price amount total count counts number num percent avg average mean max maximum minimum median cpu memory mem error errors rate rps age ttl timeout uptime version seq sequence index row line quantity qty value values read write p50 p90 p95 p99',
);
const ARRIVAL = set(
  'arrival arrivals arrived arrive start started starts begin began requested invoked received submitted creation',
);
const WHEN = set(
  't ts time times timestamp timestamps date dates datetime at when epoch offset created logged occurred instant second seconds sec minute minutes hour hours day days bucket period',
);
const END = set(
  'end ended ends finish finished complete completed stop stopped updated modified closed expires expired due deleted resolved',
);

/** How well a name says when requests came; less is better. Null: it does not say so. */
export function timeRank(name: string): number | null {
  const words = wordsOf(name);
  if (has(words, END)) return 2;
  if (has(words, ARRIVAL)) return 0;
  return has(words, WHEN) ? 1 : null;
}

/** The name belongs to something else than a time. */
export const isNoTime = (name: string): boolean => has(wordsOf(name), NO_TIME);

/** nginx calls a duration `request_time`, others an arrival; and `time_ms` may be how long it took. */
export function mayBeDuration(name: string): boolean {
  const words = wordsOf(name);
  return words.includes('time') && (words.includes('request') || /^(ms|us|µs|ns)$/.test(words.at(-1) ?? ''));
}

const REQUESTS = set(
  'requests reqs req invocations hits calls queries transactions events messages pageviews',
);
const COUNTS = set('n count counts sum');
const VALUES = set('value values volume total samples');
const NO_COUNT = set(
  'flight inflight pending waiting queued visible backlog depth open running tokens token id ids uuid status code codes latency duration elapsed took taken time times ms us ns bytes byte size user users active concurrent concurrency threads average avg mean max maximum min minimum p50 p75 p90 p95 p99 p999 percentile cold timeout timeouts error errors failed failures failure fail fails 4xx 5xx length memory cpu cost price amount ip port per rate',
);

/** How well a name says how many requests there were; less is better. Null: it does not say so. */
export function countRank(name: string): number | null {
  const words = wordsOf(name);
  if (has(words, NO_COUNT)) return null;
  if (has(words, REQUESTS)) return 0;
  if (words.includes('request') && has(words, set('count total sum number'))) return 0;
  if (words.includes('samplecount') || words.includes('sample'))
    return has(words, COUNTS) || words.includes('samplecount') ? 2 : null;
  return has(words, COUNTS) ? 1 : has(words, VALUES) ? 3 : null;
}

/** Numbers that are a property of one request: beside them every row may well be a request. */
const OF_ONE = set(
  'id ids uuid status code codes latency duration elapsed took taken response wait delay ms us ns bytes byte size length user users customer product order item amount price cost total quantity qty model port ip offset seq sequence index row line version is has cold retries attempt connect dns ttfb',
);
export const isOfOneRequest = (name: string): boolean => has(wordsOf(name), OF_ONE);

const LOG = set('status code codes method verb path url uri route ip agent referer id uuid');
/** A column that only the log of single requests has. */
export const isOfLog = (name: string): boolean => has(wordsOf(name), LOG);

/** How many went well, or did not: each is a part of the requests. */
export const isOfGood = (name: string): boolean =>
  has(wordsOf(name), set('success successes successful succeeded ok passed good 2xx'));
export const isOfBad = (name: string): boolean =>
  has(wordsOf(name), set('failure failures failed fail fails error errors ko bad 4xx 5xx'));

/** A counter that only grows is no count of its interval. */
export const mayBeRunningTotal = (name: string): boolean =>
  has(wordsOf(name), set('total cumulative counter')) && !has(wordsOf(name), set('increase delta'));

const RATES: Readonly<Record<string, string>> = {
  rps: 's',
  qps: 's',
  tps: 's',
  reqps: 's',
  rpm: 'min',
  rph: 'h',
};
const NO_REQUESTS = set('bytes byte bits error errors failed failures failure users mb kb packets');

/** What may come per second and is a request; of anything else the user has to say so. */
const ARRIVALS = set('request arrivals arrival load traffic count rate throughput');

/** The word for the unit of a rate, "s" of `requests/s`; null: the name is none of a rate of requests. */
export function rateUnit(name: string): string | null {
  const words = wordsOf(name);
  if (has(words, NO_REQUESTS)) return null;
  const short = words.map((word) => RATES[word]).find((unit) => unit !== undefined);
  if (short !== undefined) return short;
  const per = words.indexOf('per');
  const what = words.slice(0, per);
  if (per > 0) return has(what, REQUESTS) || has(what, ARRIVALS) ? (words[per + 1] ?? null) : null;
  const alone = words.length === 1 || words.some((word) => /^req(uests?|s)?$/.test(word));
  return alone && has(words, set('rate throughput')) ? 's' : null;
}
