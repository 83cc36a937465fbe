-- The roles that open accounts of each service have, in no order. One row per service and role.
select distinct staff_user.service_id, staff_role.role
from staff_user
join staff_role on staff_role.staff_user_id = staff_user.id
where staff_user.closed_at is null and staff_user.service_id is not null
