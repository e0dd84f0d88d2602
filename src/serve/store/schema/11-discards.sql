-- Who was not let in has a number among the steps, so that whoever watches is told of them in their order.
ALTER TABLE run ADD COLUMN noted INTEGER;
CREATE INDEX run_noted ON run (noted) WHERE noted IS NOT NULL;
