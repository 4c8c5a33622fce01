import Link from 'next/link';
import { CrossoverSketch } from '#components/home/crossover-sketch.tsx';
import { MachineStrip } from '#components/home/machine-strip.tsx';
import { RecentExperiments } from '#components/home/recent-experiments.tsx';
import { RunSampleButton } from '#components/home/run-sample-button.tsx';
import { TwoSides } from '#components/home/two-sides.tsx';

const Decision = () => (
  <div className="flex flex-col items-start">
    <h1 className="text-3xl leading-tight font-semibold sm:text-4xl">Functions or containers?</h1>
    <p className="mt-3 max-w-prose text-base leading-7 text-muted-foreground">
      It depends on the workload. Crossover runs the same code for real on both, here on this machine, and
      compares latency, cost and lock-in side by side. It shows what the answer is, how sure it is, and at
      which traffic it crosses over.
    </p>
    <div className="mt-6 w-full">
      <RunSampleButton />
    </div>
    <p className="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-sm">
      <Link href="/workloads/new" className="underline underline-offset-4">
        Describe your own workload
      </Link>
      <Link href="/playground" className="underline underline-offset-4">
        Try a handler
      </Link>
      <Link href="/learn" className="underline underline-offset-4">
        Learn how they differ
      </Link>
    </p>
  </div>
);

export default function HomePage() {
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-8 px-4 pt-8 sm:px-6 sm:pt-10">
      <div className="grid items-start gap-8 lg:grid-cols-[1fr_26rem] lg:gap-12">
        <Decision />
        <CrossoverSketch />
      </div>
      <MachineStrip />
      <TwoSides />
      <RecentExperiments />
    </div>
  );
}
