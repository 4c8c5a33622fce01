/** Which of a bill's or a sheet's sources a figure is from: a number into the list under the table. */
export interface NumberedSources {
  numberOf: (key: string) => number;
  list: readonly { key: string; title: string; asOf: string }[];
}

export function numberSources(
  keys: readonly string[],
  sources: Readonly<Record<string, { title: string; asOf: string }>>,
): NumberedSources {
  const unique = [...new Set(keys)];
  return {
    numberOf: (key) => unique.indexOf(key) + 1,
    list: unique.map((key) => ({
      key,
      title: sources[key]?.title ?? key,
      asOf: sources[key]?.asOf ?? 'undated',
    })),
  };
}

export const SourceMark = ({ of, source }: { of: NumberedSources; source: string }) => {
  const number = of.numberOf(source);
  const found = of.list[number - 1];
  return (
    <span title={found ? `${found.title}, ${found.asOf}` : source} className="text-xs text-muted-foreground">
      <span className="num">[{number}]</span> {found?.asOf}
    </span>
  );
};

export const SourceList = ({ of }: { of: NumberedSources }) => (
  <ol className="flex flex-col gap-0.5 text-xs leading-5 text-muted-foreground">
    {of.list.map(({ key, title, asOf }) => (
      <li key={key} className="break-words">
        <span className="num">[{of.numberOf(key)}]</span> {title},{' '}
        <span className="whitespace-nowrap">{asOf}</span>
      </li>
    ))}
  </ol>
);
