-- What a store keeps, so that all of them together can be held to a limit.
ALTER TABLE "store_use" ADD COLUMN "bytes" BIGINT NOT NULL DEFAULT 0;
UPDATE "store_use" SET "bytes" = coalesce(
  (SELECT sum(octet_length(value::text)) FROM "store_item" WHERE store_item.namespace = store_use.namespace), 0
);
