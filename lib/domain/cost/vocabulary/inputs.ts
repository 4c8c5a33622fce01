/**
 * The vocabulary of questions: every input with what it means and the largest value that anyone could
 * mean. It follows the published worked examples, so that they can be asked as they are.
 */
export interface NumberInput {
  type: 'number';
  words: string;
  max: number;
  unit: string;
  /** Only whole numbers can be meant; others are means over time. */
  whole?: true;
}
export interface ChoiceInput {
  type: 'choice';
  words: string;
  values: readonly string[];
}
export interface OtherInput {
  type: 'text' | 'flag' | 'flag-or-text' | 'cases';
  words: string;
}
export type Input = NumberInput | ChoiceInput | OtherInput;

const number = (unit: string, max: number, words: string): NumberInput => ({
  type: 'number',
  words,
  max,
  unit,
});
const choice = (values: readonly string[], words: string): ChoiceInput => ({ type: 'choice', words, values });

const COUNT = 1e13;
const MONTH_MS = 31 * 86_400_000;
/** Hours of a thousand million instances for a year. */
const HOURS = 1e13;
const MEMORY_MB = 1e7;
const count = (words: string) => number('', COUNT, words);
const things = (words: string): NumberInput => ({ ...count(words), whole: true });
const gb = (words: string) => number('GB', 1e12, words);
const hours = (words: string) => number('hours', HOURS, words);
const price = (words: string) => number('USD', 1e6, words);

export const INPUTS: Readonly<Record<string, Input>> = {
  requests: count('Requests in the period'),
  invocations: count('The same, as Google and IBM call it'),
  executions: count('The same, as Azure and durable functions call it'),
  sub_invocations: count('Invocations in one durable execution'),
  requests_total: count('Requests, static assets included'),
  static_share: number('share', 1, 'Share of them that are static assets'),
  requests_on_pc: count('Requests that met provisioned concurrency'),
  requests_off: count('Requests that did not'),
  event_kb: number(
    'KB',
    1024,
    'Size of an asynchronous event: beyond 256 KB each 64 KB count as a further request',
  ),
  duration_ms: number('ms', MONTH_MS, 'Time of one request before rounding'),
  ms_on_pc: number('ms', MONTH_MS, 'Time of a request on provisioned concurrency'),
  ms_off: number('ms', MONTH_MS, 'Time of a request off it'),
  init_ms: number('ms', MONTH_MS, 'Init that is added before rounding; of the share cold_rate, else of all'),
  cold_rate: number('share', 1, 'Share of requests that are cold starts or SnapStart restores'),
  active_s: number('s', MONTH_MS / 1000, 'Seconds that one durable execution is active'),
  seconds: number('s', 1e14, 'Seconds in all; with `invocations`, of one invocation'),
  seconds_per_day: number('s', 86_400, 'Seconds that it runs each day, in one go'),
  hours: hours('Hours'),
  instance_hours: hours('Hours of all instances together'),
  active_hours: hours('Hours in which it worked on requests'),
  days: number('days', 36_600, 'Days'),
  months: number('months', 1200, 'Months of a subscription'),
  cpu_ms_per_request: number('ms', MONTH_MS, 'CPU time of one request'),
  cpu_utilisation: number('share', 1, 'Share of its vCPUs that an instance uses, where active CPU is billed'),
  memory_mb: number('MB', MEMORY_MB, 'Memory of one environment, MB of 1,024^2 bytes'),
  memory_gb: number('GB', MEMORY_MB / 1024, 'The same in GB of 1,024 MB'),
  function_gb: number('GB', MEMORY_MB / 1024, 'The same, of an IBM function'),
  gb: gb('Memory of one instance in GB; for a NAT gateway the data'),
  gib: number('GiB', MEMORY_MB / 1024, 'Memory of one instance in GiB'),
  vcpu: number('vCPU', 1e7, 'vCPUs of one instance'),
  function_vcpu: number('vCPU', 1e4, 'vCPUs of an IBM function'),
  ephemeral_mb: number('MB', MEMORY_MB, 'Ephemeral storage of one environment'),
  ephemeral_gb: gb('Ephemeral storage of one task'),
  concurrency: number('', 1e4, 'Requests that share an instance on average'),
  tasks: count('Tasks that run at once'),
  replicas: count('Replicas that run at once'),
  instances: count('Instances that run at once'),
  machines: count('Machines'),
  pods: count('Fargate pods beside the EKS cluster'),
  clusters: things('Clusters'),
  provisioned: things('Environments of provisioned concurrency'),
  always_ready: things('Always-ready instances; with them all executions count as run on them'),
  min_instances: things(
    'Instances kept running: idle ones cost what the platform charges for idle; of Lambda provisioned concurrency, of Flex always-ready instances',
  ),
  min_replicas: things('The same, as Container Apps calls it'),
  environments: things('Tenant-isolated environments created'),
  ops_per_exec: count('Durable operations of one execution'),
  kb_written: number('KB', 1e12, 'Durable data written by one execution'),
  wait_days: number('days', 36_600, 'Days that an execution waits'),
  retain_days: number('days', 36_600, 'Days that its data is kept afterwards'),
  versions: things('Published SnapStart versions'),
  epu_hours: hours('Event poller unit hours'),
  function_execution_units: number('MB-ms', 1e18, 'FunctionExecutionUnits, as Azure meters them'),
  vcpu_s_billed: number('vCPU-s', 1e15, 'Billed vCPU-seconds, instead of working them out'),
  gib_s_billed: number('GiB-s', 1e15, 'Billed GiB-seconds'),
  egress_gb: gb('Data to the internet'),
  streamed_gb: gb('Streamed beyond the first 6 MB of each request'),
  rootfs_gb: gb('Root file system of a stopped machine'),
  volume_gb_months: gb('Volumes, GB-months'),
  processed_gb: gb('Data through the load balancer'),
  new_conn: count('New connections (not billed: the dimension has no stored source)'),
  active_conn: count('Active connections (likewise)'),
  rule_evals: count('Rule evaluations (likewise)'),
  messages: count('WebSocket messages'),
  message_kb: number('KB', 1e6, 'Size of one message'),
  request_kb: number('KB', 1e7, 'Size of one request or answer at an HTTP API'),
  connection_minutes: number('minutes', 1e15, 'WebSocket connection minutes'),
  kb: number('KB', 1e7, 'Size of one queue request'),
  cu: count('Compute units'),
  nat_hours: hours('NAT gateway hours'),
  nat_gb: gb('Data through the NAT gateway'),
  logs_ingest_gb: gb('Logs ingested'),
  logs_archive_gb_months: gb('Logs kept, GB-months'),
  logs_scan_gb: gb('Logs scanned'),
  disk_gb_s: number('GB-s', 1e15, 'Disk, GB-seconds'),
  build_minutes: number('minutes', 1e9, 'Minutes of builds'),
  node_h: hours('e2-medium node hours'),
  snapshot_write_gb: gb('Snapshots written'),
  snapshot_read_gb: gb('Snapshots read'),
  snapshot_gb_months: gb('Snapshots kept, GB-months'),
  ipv4_months: number('months', 1e6, 'Dedicated IPv4 addresses times months'),
  rate_gb_s: price('Another price of a GB-second'),
  epu_price: price('Another price of an EPU-hour'),
  vcpu_h: price('Another price of a vCPU-hour'),
  gb_h: price('Another price of a GB-hour'),
  ondemand: price('On-demand price of the instance, an hour'),
  sp_price: price('What the instance costs an hour under a Savings Plan'),
  usd_per_eur: number('USD', 1000, 'Dollars for one euro, for platforms priced in euros'),
  arch: choice(['x86', 'arm64'], 'Processor'),
  os: choice(['linux', 'windows'], 'Operating system'),
  billing: choice(['request', 'instance'], 'How Cloud Run bills'),
  type: choice(
    ['REST', 'HTTP', 'WebSocket', 'standard', 'fifo', 'application', 'network'],
    'Kind of front door, queue or load balancer',
  ),
  support: choice(['standard', 'extended'], 'Support of the EKS version'),
  tier: choice(['standard', 'free'], 'Tier of the AKS control plane'),
  esm: choice(['kafka', 'sqs'], 'What the event pollers read'),
  targets: choice(['instance', 'lambda'], 'What the load balancer sends to'),
  round_vcpu: choice(['yes', 'no'], 'Whether vCPUs are rounded up to whole ones'),
  instance: { type: 'text', words: 'EC2 instance type' },
  node: { type: 'text', words: 'Node type' },
  plan: { type: 'text', words: 'Plan: EP1, EP2, EP3, starter' },
  region: { type: 'text', words: 'Region of the price sheet' },
  gb_is: { type: 'text', words: 'What a GB of durable data is: decimal (default) or binary' },
  payload: { type: 'text', words: 'Streamed payload: "2M x 100 KB, 1M x 7 MB; 100 GB free tier exhausted"' },
  per: { type: 'text', words: 'What each of the cases is for: "1M requests, no free tier"' },
  traffic: { type: 'text', words: 'Traffic of a comparison: "500 rps 4 h/day, 5 rps 20 h/day, 30 days"' },
  fargate: { type: 'text', words: 'Tasks of a comparison: "2 tasks 1 vCPU/2 GB 24x7 + ALB ~30"' },
  active: { type: 'flag', words: 'Whether the replica works; false: it is kept idle' },
  spot: { type: 'flag', words: 'Interruptible capacity' },
  free_tier: {
    type: 'flag-or-text',
    words: 'The free tier: true, false (default), or for what: "compute only", "requests only"',
  },
  cases: { type: 'cases', words: 'Pairs of memory_mb and duration_ms' },
};
