import { Quantity } from '#components/ui/quantity.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import type { RequestTemplate } from '#lib/domain/workload/workload.ts';

/** The requests of a workload, each with its share of the run. */
export function RequestTable({ requests }: { requests: readonly RequestTemplate[] }) {
  const total = requests.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <Table label="Requests that are sent">
      <TableHeader>
        <tr>
          <TableHead>Request</TableHead>
          <TableHead className="text-right">Share</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {requests.map((request, index) => (
          // The same request may be listed twice; its place is what tells the rows apart.
          <TableRow key={`request-${String(index)}`}>
            <TableCell className="font-mono text-[0.8125rem] break-all">
              {request.method} {request.path}
              {request.body ? (
                <span className="line-clamp-2 text-muted-foreground">{request.body}</span>
              ) : null}
            </TableCell>
            <TableCell className="text-right">
              <Quantity kind="share" value={request.weight / total} origin="given" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
