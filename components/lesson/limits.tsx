/** The other half of the lesson: under which conditions the claim fails. */
export const Limits = ({ limits }: { limits: readonly string[] }) => (
  <section aria-labelledby="limits-title" className="border-t pt-6">
    <h2 id="limits-title" className="text-lg font-semibold">
      When the claim fails
    </h2>
    <ul className="mt-3 grid list-disc gap-2 pl-5 marker:text-muted-foreground">
      {limits.map((limit) => (
        <li key={limit} className="max-w-3xl pl-1">
          {limit}
        </li>
      ))}
    </ul>
  </section>
);
