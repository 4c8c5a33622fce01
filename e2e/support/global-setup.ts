import { startProduct } from '#lib/cli/testing/product.ts';

/** One product for all browser tests; CROSSOVER_URL uses one that runs already. */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.CROSSOVER_URL) return undefined;
  const product = await startProduct();
  process.env.CROSSOVER_URL = product.url;
  return async () => {
    const code = await product.stop();
    if (code !== 0) throw new Error(`The product did not stop in order (code ${code}):\n${product.output()}`);
  };
}
