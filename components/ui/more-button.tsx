import { Button } from './button.tsx';

interface MoreButtonProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage(): unknown;
}

/** Fetches the next page of a list; nothing where there is none. */
export const MoreButton = (pages: MoreButtonProps) =>
  pages.hasNextPage ? (
    <p className="mt-4 flex flex-wrap items-center gap-3 text-sm">
      <Button
        variant="outline"
        disabled={pages.isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        {pages.isFetchingNextPage ? 'Loading' : 'More'}
      </Button>
      <span role="status">{pages.isFetchNextPageError ? 'The next page did not come. Try again.' : ''}</span>
    </p>
  ) : null;
