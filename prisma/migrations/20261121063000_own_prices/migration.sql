-- What a user knows better than the price sheets that come with the product.
CREATE TABLE price_change (
  sheet_key text NOT NULL,
  meter text NOT NULL,
  tier integer NOT NULL CHECK (tier >= 0),
  -- Decimal text: a price never passes through binary floating point.
  price text NOT NULL CHECK (price ~ '^\d{1,9}(\.\d{1,12})?$'),
  changed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_key, meter, tier)
);

CREATE TABLE price_sheet (
  key text PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  document jsonb NOT NULL
);
