-- Open accounts with the administrator's role, in no order. One row per account.
select staff_user.id
from staff_user
join staff_role on staff_role.staff_user_id = staff_user.id
where staff_role.role = 'administrator' and staff_user.closed_at is null
