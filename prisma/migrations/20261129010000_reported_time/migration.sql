-- Time in the handler as the code reports it, beside the one that the executor measured. Null: stored before this
-- column, when the other one was what the code reports; within an array NaN where nobody reported.
ALTER TABLE sample_chunk ADD reported bytea;
