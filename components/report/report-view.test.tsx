import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { assessLockIn } from '#lib/domain/lock-in/assess.ts';
import { buildReport } from '#lib/domain/report/build.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import { fixtureInput, fixtureReport } from '#lib/domain/report/fixture.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { ReportView } from './report-view.tsx';

const html = (report: Report): string =>
  renderToStaticMarkup(
    <TooltipProvider>
      <ReportView report={report} />
    </TooltipProvider>,
  );

const report = fixtureReport();
const page = html(report);
const indexOf = (text: string): number => {
  const at = page.indexOf(text);
  expect(at, text).toBeGreaterThan(-1);
  return at;
};

describe('ReportView', () => {
  it('gives the answer first, then numbers, reasons, pictures, method', () => {
    const order = ['<h1', 'The numbers behind the verdict', 'Reasons', 'id="latency"', 'id="cost"'];
    const places = [...order, 'id="lock-in"', 'id="package"', 'id="method"', 'id="code"'].map(indexOf);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('gives every chart a name, a description and its data as a table', () => {
    const figures = page.match(/<figure[^>]*>/g) ?? [];
    expect(figures).toHaveLength(4);
    for (const figure of figures) {
      expect(figure).toContain('aria-labelledby=');
      expect(figure).toContain('aria-describedby=');
    }
    expect(page.match(/Show as table: /g)).toHaveLength(4);
  });

  it('shows a simulated month as simulated, and the peak that was measured beside the described one', () => {
    expect(page).not.toContain('in the described month');
    const month = {
      ...{
        requests: 821_000,
        hours: 6,
        thinned: 1,
        coldShare: 0.00015,
        peakInstances: 9,
        keepAlive: 600_000,
      },
      latency: { p50: 5, p95: 8, p99: 8, max: 308 },
    };
    const peak = { describedPerSecond: 396, measuredPerSecond: 50 };
    const shown = html({ ...report, month, plan: { ...report.plan, peak } });
    expect(shown).toContain('Functions in the described month, simulated');
    expect(shown).toContain('6 of 730 hours, some of each kind, weighted by how many a month has');
    expect(shown).toContain('Peak described 396/s, peak measured 50/s (13%)');
  });

  it('shows a report of requests that were not sent', () => {
    const workload = { ...report.workload, durationSeconds: 3600 };
    const shown = html(buildReport({ ...fixtureInput([]), workload }));
    expect(shown).toContain('AWS Lambda stops after 15');
    expect(shown).toContain('Duration, assumed');
    expect(shown).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('shows the image beside the ZIP, also where an earlier release did not measure one', () => {
    const table = page.slice(indexOf('aria-label="What was deployed"'), indexOf('id="method"'));
    const cells = [...table.matchAll(/<button[^>]*>([^<]+)/g)].map(([, text]) => text);
    expect(cells).toEqual(['1,010 B', '105 MiB', '2.09 KiB', '2.09 KiB', '105 MiB', '2', '38 ms', '312 ms']);
    const older = { ...bySide(report).function.build, zipBytes: null };
    const candidates = [{ ...bySide(report).function, build: older }, bySide(report).container];
    expect(html({ ...report, candidates })).toContain('What was deployed');
  });

  it('names the runtime with its version, also where an earlier release knew only of Node', () => {
    expect(page).toContain('Node.js 26.10.0 on both sides');
    const build = { ...bySide(report).function.build, runtime: 'Python 3.11.2' };
    const candidates = [{ ...bySide(report).function, build }, bySide(report).container];
    expect(html({ ...report, candidates })).toContain('Python 3.11.2 on both sides');
  });

  it('says of code in Python that it was not read for lock-in', () => {
    const handler = { path: 'handler.py', content: 'import boto3' };
    const page = html({ ...report, lockIn: assessLockIn([handler]) });
    expect(page).toContain('Coupling to vendors is not judged.');
    expect(page).not.toContain('none found');
    expect(page).not.toContain('files were read');
  });

  it('leads from a finding to its line in the code', () => {
    const [finding] = report.lockIn.findings;
    const anchor = `code-${finding?.file}-${finding?.line}`;
    indexOf(`href="#${anchor}"`);
    indexOf(`id="${anchor}"`);
  });

  it('puts warnings above the verdict, and has no room for them when there are none', () => {
    expect(page.includes('Read the numbers with care')).toBe(false);
    const warned = html({ ...report, warnings: ['The generator was late.'] });
    expect(warned.indexOf('The generator was late.')).toBeGreaterThan(-1);
    expect(warned.indexOf('The generator was late.')).toBeLessThan(warned.indexOf('<h1'));
  });

  it('offers nothing of the application on its own: actions come from the page', () => {
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
    expect(links.filter((href) => !href.startsWith('#'))).toEqual([]);
    expect(page.includes('/api/')).toBe(false);
  });

  it('writes what a workload contains as text, never as markup', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const attacked = html({
      ...report,
      workload: { ...report.workload, name: hostile },
      verdict: { ...report.verdict, sentence: hostile },
      lockIn: {
        ...report.lockIn,
        findings: report.lockIn.findings.map((finding) => ({ ...finding, excerpt: hostile })),
      },
    });
    expect(attacked.includes('<img')).toBe(false);
    expect(attacked.includes('&lt;img')).toBe(true);
  });

  it('has a column for each candidate, also a third', () => {
    const third = { ...bySide(report).container, id: 'c' } as const;
    const table = (of: Report) =>
      html(of).match(/<table aria-label="Requests, cold starts and errors"[\s\S]*?<\/thead>/)?.[0] ?? '';
    const columns = (of: Report) => table(of).match(/<th /g)?.length;
    expect(columns(report)).toBe(3);
    expect(columns({ ...report, candidates: [...report.candidates, third] })).toBe(4);
  });

  it('survives a run in which nothing was good', () => {
    const none = { p50: null, p90: null, p95: null, p99: null, mean: null, max: null };
    const empty = { ...bySide(report).function, good: 0, latency: none, warmLatency: none, handler: none };
    const side = { ...empty, targetMet: null, init: none, billedMean: null, distribution: [], timeline: [] };
    const failed = html({
      ...report,
      candidates: [side, { ...side, id: 'b', mode: 'container' }],
      differences: [],
    });
    expect(failed.includes('too few good requests to compare')).toBe(true);
    expect(failed.includes('NaN')).toBe(false);
  });
});
