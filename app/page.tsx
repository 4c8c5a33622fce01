import { Page } from '#components/layout/page.tsx';

export default function HomePage() {
  return <Page title="Functions or containers?">{null}</Page>;
}
