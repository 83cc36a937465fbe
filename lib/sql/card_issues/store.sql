-- The coordinator's own store of a scheme's open year. One row or none.
-- $1 scheme, $2 year
select pool.id as pool_id, pool.batch_id
from scheme_year
join pool on pool.batch_id = scheme_year.batch_id and pool.service_id is null
where scheme_year.scheme_id = $1 and scheme_year.year = $2 and scheme_year.closed_at is null
