import { Badge } from '#components/ui/badge.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { formatMs } from '#lib/domain/charts/format.ts';
import type { Invocation, Side } from '#lib/domain/execution/executor.ts';
import type { RunInvocation } from '#lib/domain/interactive/run.ts';
import { oneInstance, shortId, total } from '#lib/domain/interactive/summary.ts';
import { OUTCOME_WORDS } from '#lib/domain/report/words.ts';
import { Mark } from './timeline-lane.tsx';

interface InvocationCellProps {
  side: Side;
  one: RunInvocation | undefined;
  /** Nothing more will come. */
  over: boolean;
  /** Answer and log stand open. */
  open: boolean;
}

/** One invocation of one side: how it began and ended, its phases, what it answered and printed. */
export const InvocationCell = ({ side, one, over, open }: InvocationCellProps) => (
  <div className="min-w-0 flex-1">
    <SideLabel side={side} className="text-xs md:sr-only" />
    {one ? (
      <Told one={one} open={open} />
    ) : (
      <p className="min-h-[5.25rem] text-sm leading-6 text-muted-foreground">
        {over ? 'Not sent.' : 'Waiting…'}
      </p>
    )}
  </div>
);

function Told({ one, open }: { one: RunInvocation; open: boolean }) {
  const { invocation } = one;
  return (
    <div className="grid gap-1.5">
      <div className="flex min-h-6 flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
        <Start cold={invocation.cold} />
        <Ending invocation={invocation} />
        {invocation.instanceId ? (
          <span className="ml-auto text-xs text-muted-foreground" title={invocation.instanceId}>
            {oneInstance(one.side)} <span className="num">{shortId(invocation.instanceId)}</span>
          </span>
        ) : null}
      </div>
      <Phases one={one} />
      <Output invocation={invocation} open={open} />
    </div>
  );
}

/** By shape and word: a diamond for cold, nothing but the word for warm. */
const Start = ({ cold }: { cold: boolean }) =>
  cold ? (
    <Badge variant="outline" className="w-14">
      <span className="size-2.5">
        <Mark cold />
      </span>
      cold
    </Badge>
  ) : (
    <Badge className="w-14 justify-center">warm</Badge>
  );

function Ending({ invocation: { status, outcome } }: { invocation: Invocation }) {
  if (outcome === 'ok') {
    return (
      <span>
        <span className="num">{status ?? '–'}</span> {OUTCOME_WORDS.ok}
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1.5 font-medium text-destructive">
      <span className="size-2.5">
        <Mark />
      </span>
      {status === null ? null : <span className="num">{status}</span>} {OUTCOME_WORDS[outcome]}
    </span>
  );
}

const PHASES = [
  { label: 'queued', value: ({ invocation }: RunInvocation) => invocation.queued },
  { label: 'init', value: ({ invocation }: RunInvocation) => invocation.init },
  { label: 'handler', value: ({ invocation }: RunInvocation) => invocation.handler },
  { label: 'total', value: total },
] as const;

const Phases = ({ one }: { one: RunInvocation }) => (
  <dl className="grid grid-cols-4 gap-x-3 text-sm">
    {PHASES.map(({ label, value }) => (
      <div key={label}>
        <dt className="text-xs leading-4 text-muted-foreground">{label}</dt>
        <dd>
          <Quantity kind="ms" value={value(one)} />
        </dd>
      </div>
    ))}
  </dl>
);

/** The character that stands where bytes are no UTF-8. */
const NO_TEXT = '\ufffd';

/** A press of one opens both; of many, the first line of the answer says whether to open it. */
function Output({ invocation, open }: { invocation: Invocation; open: boolean }) {
  const { body, base64, cookies = [], log, problem, reported } = invocation;
  const isText = base64 === undefined || !body?.includes(NO_TEXT);
  const line = problem?.message ?? body ?? 'No answer';
  return (
    <details open={open || undefined} className="group min-w-0 text-xs">
      <summary className="flex min-w-0 items-baseline gap-2 leading-5 text-muted-foreground">
        <span className="shrink-0 underline underline-offset-4">{log ? 'Answer and log' : 'Answer'}</span>
        <code className="min-w-0 truncate font-mono group-open:hidden">{line}</code>
      </summary>
      <div className="mt-1.5 grid gap-2">
        {problem ? <ProblemAlert problem={problem} /> : null}
        {body === null ? null : (
          <Text
            label={isText ? 'Answer' : 'Answer, its bytes in base64'}
            text={isText ? body : base64}
            empty="An empty answer."
          />
        )}
        {cookies.length === 0 ? null : <Text label="Cookies" text={cookies.join('\n')} empty="" />}
        <Text label="Log" text={log} empty="Nothing was printed." />
        {reported === undefined ? null : (
          <p className="text-muted-foreground">
            Time in the handler, reported by the code: {formatMs(reported)}. The bill does not use it.
          </p>
        )}
      </div>
    </details>
  );
}

interface TextProps {
  label: string;
  text: string;
  empty: string;
}

const Text = ({ label, text, empty }: TextProps) => (
  <div className="min-w-0">
    <p className="text-muted-foreground">{text === '' ? `${label}: ${empty}` : label}</p>
    {text === '' ? null : (
      <pre className="mt-0.5 max-h-48 overflow-auto rounded-md border bg-card px-2.5 py-1.5 font-mono leading-5 break-all whitespace-pre-wrap">
        {text}
      </pre>
    )}
  </div>
);
