import Link from 'next/link';
import { Page } from '#components/layout/page.tsx';
import { Button } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <Page
      title="Nothing is at this address"
      description="The link may be mistyped, or a shared report may have been revoked by its owner."
    >
      <div className="flex flex-wrap gap-2">
        <Button asChild>
          <Link href="/experiments">See all experiments</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/">Go to the start</Link>
        </Button>
      </div>
    </Page>
  );
}
