-- Units of a batch that a service awarded, less those returned, the latest month first.
-- One row per service and month. Months are those of UTC.
-- $1 batch
select
    cast(date_trunc('month', movement.moved_at) as date) as month,
    service.name as service_name,
    cast(-sum(movement.units) as bigint) as units
from movement
join pool on pool.id = movement.pool_id
left join service on service.id = pool.service_id
where movement.batch_id = $1 and movement.kind in ('awarded', 'returned')
group by cast(date_trunc('month', movement.moved_at) as date), service.name
order by month desc, service_name nulls first
