/** The sample workloads in the order they are offered. A new sample is a folder and a line here. */
export const SAMPLES = ['blog', 'cpu', 'slow-service'] as const;
export type SampleSlug = (typeof SAMPLES)[number];

export const isSample = (slug: string): slug is SampleSlug => SAMPLES.some((one) => one === slug);
