'use client';

import type { ReactNode } from 'react';
import { ApiError, problemOf } from '#lib/client/http.ts';
import { Button } from './button.tsx';
import { ProblemAlert } from './problem-alert.tsx';

interface QueryStateProps<T> {
  query: { data: T | undefined; isPending: boolean; error: unknown; refetch(): unknown };
  /** As large as what it stands for, so that nothing jumps. */
  loading: ReactNode;
  children: (data: T) => ReactNode;
}

/** Loading, failed or there: the three states of everything fetched. Old data stays while new data fails. */
export function QueryState<T>({ query, loading, children }: QueryStateProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <div aria-busy="true">{loading}</div>;
  return (
    <ProblemAlert
      problem={problemOf(query.error)}
      actions={
        // What is not there will not be there at the next try either.
        query.error instanceof ApiError && query.error.status === 404 ? null : (
          <Button variant="outline" size="sm" onClick={() => void query.refetch()}>
            Try again
          </Button>
        )
      }
    />
  );
}
