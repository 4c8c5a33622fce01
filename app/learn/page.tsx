import type { Metadata } from 'next';
import { Page } from '#components/layout/page.tsx';
import { CourseList } from '#components/lesson/course-list.tsx';

export const metadata: Metadata = { title: 'Learn' };

export default function LearnPage() {
  return (
    <Page
      title="Learn"
      description="One claim a lesson: predict what happens, run it on this machine, and see when the claim fails."
    >
      <CourseList />
    </Page>
  );
}
