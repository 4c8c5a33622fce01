import { Alert, AlertTitle } from '#components/ui/alert.tsx';

/** Stands above the numbers when they must be read with care, and says why. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert variant="notice">
      <AlertTitle>Read the numbers with care</AlertTitle>
      <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4">
        {warnings.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  );
}
