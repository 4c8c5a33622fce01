import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { assumedWhatIf } from '#lib/client/cost/what-if.ts';
import { withPrice } from '#lib/domain/cost/sheets/book.ts';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import { NO_OWN_PRICES } from '#lib/domain/prices/own-prices.ts';
import { CostScreen } from './cost-screen.tsx';

const around = (address: string, node: ReactNode): string =>
  renderToStaticMarkup(
    <NuqsTestingAdapter searchParams={address}>
      <QueryClientProvider client={new QueryClient()}>
        <TooltipProvider>{node}</TooltipProvider>
      </QueryClientProvider>
    </NuqsTestingAdapter>,
  );

const page = (address = '', book = defaultPriceBook()): string =>
  around(
    address,
    <CostScreen base={assumedWhatIf()} origin="assumed" book={book} own={NO_OWN_PRICES} problems={[]} />,
  );

/** The words of a page, without its marks. */
const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');

const start = page();

describe('the cost page', () => {
  it('gives the answer first, then numbers, picture, bills, what they depend on, and prices', () => {
    const order = [
      'is cheapest with',
      'id="platforms"',
      'Look closer at',
      '<figure',
      'id="bills"',
      'id="sensitivity"',
    ];
    const places = [...order, 'id="growth"', 'id="trouble"', 'id="prices"'].map((text) =>
      start.indexOf(text),
    );
    expect(Math.min(...places)).toBeGreaterThan(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('gives every chart a name, a description and its data as a table', () => {
    const figures = start.match(/<figure[^>]*>/g) ?? [];
    expect(figures).toHaveLength(3);
    for (const figure of figures) expect(figure).toMatch(/aria-labelledby=.*aria-describedby=/);
    expect(start.match(/Show as table: /g)).toHaveLength(3);
  });

  it('says of every line of a bill where its price is from and when it was true', () => {
    const bill = /<table aria-label="Bill of AWS Lambda for a month".*?<\/table>/s.exec(start)?.[0] ?? '';
    expect(wordsOf(bill)).toMatch(
      /Lambda requests 10M requests \$0\.2 per 1,000,000 requests \$2\.00 \[1\] \S+/,
    );
    expect(wordsOf(start)).toMatch(/\[1\] AWS Lambda pricing page/);
  });

  it('names beside its field what cannot be meant, and goes on with the nearest value', () => {
    const words = wordsOf(page('?n=1e18&d=abc'));
    expect(words).toMatch(
      /Requests a month was 10,000,000 At most 1,000,000,000,000\. .{0,80}Calculated with 1,000,000,000,000/,
    );
    expect(words).toMatch(/Time of a request was 60 ms This is not a number\. .{0,120}Calculated with 60 ms/);
    expect(words).toContain('At 1T requests a month');
  });

  it('names an unknown platform or region with the nearest one, and prices the others', () => {
    const words = wordsOf(page('?p=aws_lamda@us-east-1,aws_fargate@us-esat-1,aws_fargate@us-east-1'));
    expect(words).toContain('Unknown platform "aws_lamda"; nearest valid value: aws_lambda');
    expect(words).toContain('no price sheet for region "us-esat-1"; nearest valid value: us-east-1');
    expect(words).toContain('At 10M requests a month AWS Fargate costs');
  });

  it('says which compared bills leave out what', () => {
    const words = wordsOf(page());
    expect(words).toMatch(
      /\d of 7 bills leave out parts for which no price has a source, internet egress on C/,
    );
    expect(words).toContain('C Google Cloud Run (request-based): Internet egress.');
  });

  it('says when a platform is closed, and does not answer with it', () => {
    const words = wordsOf(page('?p=aws_app_runner@us-east-1,aws_fargate@us-east-1'));
    expect(words).toContain('Closed to new customers');
    expect(words).toContain('At 10M requests a month AWS Fargate costs');
  });

  it('counts no part that is switched off, and shows it', () => {
    const off = page('?p=aws_fargate@us-east-1&off=load-balancer,nat');
    expect(wordsOf(off)).toMatch(/Load balancer fixed switched off/);
    expect(wordsOf(page('?p=aws_fargate@us-east-1'))).toContain('AWS Fargate costs $38.18');
    expect(wordsOf(off)).toContain('AWS Fargate costs $21.4');
  });

  it('says when a bill rests on own prices', () => {
    const change = { key: 'aws_lambda@us-east-1', meter: 'requests', price: '0.30', day: '2026-11-21' };
    const words = wordsOf(page('', withPrice(defaultPriceBook(), change)));
    expect(words).toContain('Priced with your own figures: Lambda requests (Your own price).');
    expect(words).toContain('$0.3 per 1,000,000 requests');
  });

  it('warns about old and undated prices, by the setting', () => {
    expect(wordsOf(page('?age=1&p=aws_fargate@us-east-1'))).toContain('older than 1 days or undated');
  });

  it('asks for a rate of exchange where a sheet is in euros, and prices it with one', () => {
    const key = encodeURIComponent('scaleway_functions@unstated');
    expect(wordsOf(page(`?p=${key}`))).toContain('Give the dollars for one euro.');
    expect(wordsOf(page(`?p=${key}&eur=1.1`))).toContain('Scaleway Functions costs');
  });

  it('stands with nothing that can be priced', () => {
    expect(wordsOf(page('?p=nobody@nowhere'))).toContain('None of the chosen platforms can be priced');
  });
});
