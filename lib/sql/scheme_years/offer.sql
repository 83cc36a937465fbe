-- The offer that stands for a scheme's own card. One row, or none before the first year.
-- $1 scheme
select distinct batch.offer_id
from scheme_year
join batch on batch.id = scheme_year.batch_id
where scheme_year.scheme_id = $1
