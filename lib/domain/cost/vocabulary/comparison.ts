import { HOURS_PER_MONTH } from '../../load/traffic.ts';
import { cost, priceOf, sum, toUsd } from '../money.ts';
import type { PriceBook } from '../sheets/book.ts';
import type { Inputs } from './check.ts';
import { wrong } from './counted.ts';
import { priceInputs, type Worked } from './price-question.ts';
import type { AnswerLine } from './question.ts';
import { requestsOfTraffic, tasksOf } from './texts.ts';

export const isComparison = (platform: string): boolean => / vs /.test(platform);

/**
 * "aws_lambda vs aws_fargate" with the traffic and the tasks in words: the lines of both, the total of
 * each, and as total the cheaper one. The free tier counts unless the question says otherwise, as two
 * whole bills are compared.
 */
export function compared(book: PriceBook, platform: string, inputs: Inputs): Worked {
  const [left, right] = platform.split(' vs ').map((part) => part.trim());
  if (left !== 'aws_lambda' || right !== 'aws_fargate')
    throw wrong(
      `A comparison in words is understood as "aws_lambda vs aws_fargate", not as "${platform.slice(0, 80)}".`,
    );
  const fn = priceInputs(book, left, functionInputs(inputs));
  const { bill, balancerUsd } = containerBill(book, right, inputs);
  const money = sum([bill.money, cost(priceOf(balancerUsd.toFixed(6)), 1)]);
  const balancer: AnswerLine = {
    meter: 'Load balancer, as stated',
    quantity: 1,
    unit: 'month',
    usd: balancerUsd,
  };
  const cheaper = fn.money <= money ? left : right;
  const total = (name: string, usd: number): AnswerLine => ({
    meter: `${name} total`,
    quantity: 1,
    unit: 'month',
    usd,
    counted: false,
  });
  const losing = (lines: readonly AnswerLine[], name: string): AnswerLine[] =>
    lines.map((line) => (name === cheaper ? line : { ...line, counted: false }));
  return {
    money: fn.money <= money ? fn.money : money,
    lines: [
      ...losing(fn.lines, left),
      ...losing([...bill.lines, ...(balancerUsd > 0 ? [balancer] : [])], right),
      total(left, toUsd(fn.money)),
      total(right, toUsd(money)),
    ],
    warnings: [
      `Cheaper: ${cheaper}. The total is its bill; the lines of the other one do not count.`,
      ...fn.warnings,
      ...bill.warnings,
    ],
  };
}

function functionInputs(inputs: Inputs): Inputs {
  const { traffic } = inputs.texts;
  const requests = traffic === undefined ? inputs.numbers.requests : requestsOfTraffic(traffic);
  if (requests === null || requests === undefined)
    throw wrong('inputs.traffic is not written as "500 rps 4 h/day, 5 rps 20 h/day, 30 days".');
  return {
    ...inputs,
    numbers: { ...inputs.numbers, requests },
    flags: inputs.texts.free_tier === undefined ? { free_tier: true, ...inputs.flags } : inputs.flags,
  };
}

function containerBill(book: PriceBook, platform: string, inputs: Inputs) {
  const text = inputs.texts.fargate;
  const tasks = text === undefined ? null : tasksOf(text);
  if (tasks === null) throw wrong('inputs.fargate is not written as "2 tasks 1 vCPU/2 GB 24x7 + ALB ~30".');
  const { balancerUsd, ...size } = tasks;
  const asked: Inputs = {
    numbers: { ...size, hours: HOURS_PER_MONTH },
    texts: {},
    flags: {},
    cases: null,
    unknown: [],
  };
  return { bill: priceInputs(book, platform, asked), balancerUsd };
}
