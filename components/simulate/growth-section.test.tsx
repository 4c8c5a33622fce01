import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { containerMonth, functionMonth } from '#lib/domain/calibration/simulated-bill.ts';
import type { GrowthStep } from '#lib/domain/charts/simulation-growth.ts';
import { SimulationInput, type SimulationInputDraft } from '#lib/domain/simulation/input.ts';
import { simulateNow } from '#lib/domain/simulation/simulate.ts';
import { GrowthSection } from './growth-section.tsx';

const platforms = {
  function: {
    kind: 'functions',
    warm: { kind: 'fixed', ms: 100 },
    init: { kind: 'fixed', ms: 400 },
    memoryMiB: 1024,
  },
  container: {
    kind: 'replicas',
    service: { kind: 'fixed', ms: 100 },
    scaling: { kind: 'fixed', replicas: 2 },
    memoryMiB: 1024,
  },
} as const satisfies Record<string, SimulationInputDraft['platform']>;

function step(factor: number, reduced: string | null): GrowthStep {
  const of = (platform: SimulationInputDraft['platform']) =>
    simulateNow(
      SimulationInput.parse({
        arrivals: { kind: 'poisson', ratePerSecond: factor },
        platform,
        durationMs: 60_000,
      }),
    );
  const results = { function: of(platforms.function), container: of(platforms.container) };
  const months = {
    function: functionMonth(results.function),
    container: containerMonth(results.container, { vcpu: 0.5, minimum: 2 }),
  };
  return { factor, results, months, reduced };
}

describe('GrowthSection', () => {
  const steps = [step(1, null), step(3, 'a part of the time')];
  const page = renderToStaticMarkup(
    <TooltipProvider>
      <GrowthSection steps={steps} />
    </TooltipProvider>,
  );
  const table = page.slice(page.indexOf('<table aria-labelledby="growth-caption"'), page.indexOf('</table>'));

  it('says above the table what is in it, and nothing of it scrolls out of sight', () => {
    expect(page.indexOf('id="growth-caption"')).toBeLessThan(page.indexOf('<table'));
    expect(table).not.toContain('<caption');
    expect(page.slice(0, page.indexOf('</table>'))).not.toContain('overflow-x-auto');
  });

  it('names every figure where the row is folded and its head is out of sight', () => {
    const cells = table.match(/<td[^>]*>.*?<\/td>/g)?.filter((cell) => cell.includes('num ')) ?? [];
    expect(cells).toHaveLength(2 * 2 * 5);
    const named = cells.map((cell) => /lg:hidden">([^<]+)<\/span>/.exec(cell)?.[1]);
    expect(new Set(named)).toEqual(new Set(['Cold', '99% within', 'Refused', 'Instances', 'A month']));
    expect(named).not.toContain(undefined);
  });

  it('heads each row with its factor alone', () => {
    const heads = table.match(/<th scope="row".*?<\/th>/g)?.map((head) => head.replaceAll(/<[^>]*>/g, ''));
    expect(heads).toEqual(['1', '3a part of the time']);
  });

  it('says where a step is a part of what was asked for', () => {
    expect(table).toContain('a part of the time');
  });
});
