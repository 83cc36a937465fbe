-- How many purchases of a year name no source. One row.
-- $1 year
select count(*) as purchases
from batch
where
    batch.acquisition in ('purchased', 'discounted')
    and batch.funding_source_id is null
    and extract(year from batch.received_on) = $1
