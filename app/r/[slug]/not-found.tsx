import { Page } from '#components/layout/page.tsx';

/** The two cases look the same on purpose: a guesser learns nothing. */
export default function SharedReportNotFound() {
  return (
    <Page title="No report is at this link" description="This link was revoked or never existed.">
      <p className="max-w-prose text-muted-foreground">
        Ask whoever gave it to you for a new one. Reports themselves do not change and are not lost when a
        link is revoked.
      </p>
    </Page>
  );
}
