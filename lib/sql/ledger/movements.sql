-- A batch's movements but for awards and returns, the latest first. One row per movement.
-- $1 batch
select
    movement.kind,
    movement.units,
    service.name as service_name,
    movement.reason,
    staff_user.name as staff_name,
    movement.moved_at
from movement
join pool on pool.id = movement.pool_id
left join service on service.id = pool.service_id
left join staff_user on staff_user.id = movement.staff_user_id
where movement.batch_id = $1 and movement.kind not in ('awarded', 'returned')
order by
    movement.moved_at desc, movement.kind = 'received', movement.units, movement.id
