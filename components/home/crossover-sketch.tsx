/**
 * The idea as a picture without numbers: a function's bill grows with every request from zero, a
 * container's is a staircase that starts above zero and takes a step for every replica more.
 */
export const CrossoverSketch = () => (
  <figure className="rounded-lg border bg-card p-4">
    <svg viewBox="0 0 440 232" role="img" aria-labelledby="sketch-title" className="w-full">
      <title id="sketch-title">
        A sketch: the cost of functions rises from zero with the traffic, the cost of containers is a
        staircase that starts above zero. They cross once.
      </title>
      <Axes />
      <path d="M48 196 L404 24" fill="none" strokeWidth="2.5" className="stroke-function-mark" />
      <path d="M48 124 H300 V92 H404" fill="none" strokeWidth="2.5" className="stroke-container-mark" />
      <path d="M197 124 V196" strokeDasharray="3 4" className="stroke-foreground" />
      <circle cx="197" cy="124" r="5" strokeWidth="2" className="fill-card stroke-foreground" />
      <SideMarks />
      <text x="197" y="104" textAnchor="end" className="fill-foreground text-[13px] font-medium">
        the crossover
      </text>
    </svg>
    <figcaption className="mt-2 text-[0.8125rem] leading-5 text-muted-foreground">
      A sketch, not data. Functions are billed by the request, containers by the hour. Where the lines cross,
      and whether they do, depends on your workload: a run measures it.
    </figcaption>
  </figure>
);

const Axes = () => (
  <g>
    <path d="M48 12 V196 H428" fill="none" className="stroke-chart-neutral" />
    <text x="428" y="216" textAnchor="end" className="fill-chart-axis text-[13px]">
      requests a month
    </text>
    <text x="-12" y="34" transform="rotate(-90)" textAnchor="end" className="fill-chart-axis text-[13px]">
      cost a month
    </text>
  </g>
);

/** The sides by shape and word at their lines, so that the picture needs no legend. */
const SideMarks = () => (
  <g className="text-[13px] font-medium">
    <circle cx="290" cy="41" r="5" className="fill-function-mark" />
    <text x="280" y="45" textAnchor="end" className="fill-function">
      Functions
    </text>
    <rect x="318" y="111" width="10" height="10" className="fill-container-mark" />
    <text x="334" y="120.5" className="fill-container">
      Containers
    </text>
  </g>
);
