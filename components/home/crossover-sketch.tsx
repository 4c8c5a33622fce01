/**
 * The idea as a picture without numbers: a function's bill grows with every request from zero, a
 * container's is a staircase that starts above zero and takes a step for every replica more.
 */
export const CrossoverSketch = () => (
  <figure className="rounded-lg border bg-card p-4">
    <svg viewBox="0 0 360 212" role="img" aria-labelledby="sketch-title" className="w-full">
      <title id="sketch-title">
        A sketch: the cost of functions rises from zero with the traffic, the cost of containers is a
        staircase that starts above zero. They cross once.
      </title>
      <Axes />
      <path d="M32 178 L332 24" fill="none" strokeWidth="2.5" className="stroke-function-mark" />
      <path d="M32 112 H250 V86 H332" fill="none" strokeWidth="2.5" className="stroke-container-mark" />
      <path d="M160.6 112 V178" strokeDasharray="3 4" className="stroke-foreground" />
      <circle cx="160.6" cy="112" r="5" strokeWidth="2" className="fill-card stroke-foreground" />
      <SideMarks />
      <text x="160" y="92" textAnchor="end" className="fill-foreground text-[13px] font-medium">
        the crossover
      </text>
    </svg>
    <figcaption className="mt-2 text-[0.8125rem] leading-5 text-muted-foreground">
      A sketch, not data. Functions are billed by the request, containers by the time they are kept ready.
      Where the lines cross, and whether they do, depends on your workload.
    </figcaption>
  </figure>
);

const Axes = () => (
  <g>
    <path d="M32 12 V178 H348" fill="none" className="stroke-chart-neutral" />
    <text x="348" y="198" textAnchor="end" className="fill-chart-axis text-[13px]">
      requests a month
    </text>
    <text x="-12" y="20" transform="rotate(-90)" textAnchor="end" className="fill-chart-axis text-[13px]">
      cost a month
    </text>
  </g>
);

/** The sides by shape and word at their lines, so that the picture needs no legend. */
const SideMarks = () => (
  <g className="text-[13px] font-medium">
    <circle cx="180" cy="40.5" r="5" className="fill-function-mark" />
    <text x="191" y="45" className="fill-function">
      Functions
    </text>
    <rect x="258" y="104" width="10" height="10" className="fill-container-mark" />
    <text x="274" y="113.5" className="fill-container">
      Containers
    </text>
  </g>
);
