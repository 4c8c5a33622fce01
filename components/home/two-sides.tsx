import { SideLabel } from '#components/ui/side-badge.tsx';

/** The two sides row by row: the same question, both answers. */
const ROWS: readonly { about: string; function: string; container: string }[] = [
  {
    about: 'A request meets',
    function: 'an environment of its own: one request at a time',
    container: 'a replica that serves many requests at once',
  },
  {
    about: 'More traffic',
    function: 'more environments, by themselves',
    container: 'a queue, until another replica is started',
  },
  {
    about: 'No traffic',
    function: 'environments leave, and nothing is billed',
    container: 'a replica stays, and is billed',
  },
  {
    about: 'The first request',
    function: 'waits for a cold start',
    container: 'meets a replica that is ready',
  },
  {
    about: 'You hand over',
    function: 'a handler, in the form of one platform',
    container: 'an image that holds everything it needs',
  },
];

export const TwoSides = () => (
  <table className="w-full table-fixed border-collapse text-sm">
    <caption className="sr-only">How functions and containers differ</caption>
    <thead>
      <tr className="border-b">
        <td className="hidden w-36 sm:table-cell" />
        {(['function', 'container'] as const).map((side) => (
          <th key={side} scope="col" className="py-2 pr-4 text-left">
            <SideLabel side={side} plural />
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {ROWS.map((row) => (
        <tr key={row.about} className="border-b last:border-0">
          <th
            scope="row"
            className="hidden py-2 pr-4 text-left align-top font-normal text-muted-foreground sm:table-cell"
          >
            {row.about}
          </th>
          {(['function', 'container'] as const).map((side) => (
            <td key={side} className="py-2 pr-4 align-top">
              <span aria-hidden="true" className="block text-xs text-muted-foreground sm:hidden">
                {row.about}
              </span>
              {row[side]}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
