import { AWS_SHEETS } from './aws.ts';
import { AWS_LAMBDA_SHEETS } from './aws-lambda.ts';
import { AZURE_SHEETS } from './azure.ts';
import { bookOf, type PriceBook } from './book.ts';
import { GOOGLE_SHEETS } from './google.ts';
import { OTHER_SHEETS } from './others.ts';
import { SOURCES } from './sources.ts';
import { SURVEY_SHEETS } from './survey.ts';

const BOOK = bookOf(
  [...AWS_LAMBDA_SHEETS, ...AWS_SHEETS, ...GOOGLE_SHEETS, ...AZURE_SHEETS, ...OTHER_SHEETS, ...SURVEY_SHEETS],
  SOURCES,
);

/** The price sheets that come with the product. */
export const defaultPriceBook = (): PriceBook => BOOK;
