-- Pools with their service's name, the coordinator's own store first, then by name.
-- One row per pool.
-- $1 batch, or null for all
select pool.id, pool.batch_id, pool.service_id, service.name as service_name, pool.units_left
from pool
left join service on service.id = pool.service_id
where cast($1 as uuid) is null or pool.batch_id = cast($1 as uuid)
order by pool.service_id is not null, lower(service.name), pool.id
