-- Accounts with the name of their service, open ones first, by name. One row per account.
select
    staff_user.id,
    staff_user.username,
    staff_user.name,
    staff_user.service_id,
    service.name as service_name,
    staff_user.must_change_password,
    staff_user.locked_until,
    staff_user.closed_at
from staff_user
left join service on service.id = staff_user.service_id
order by staff_user.closed_at is not null, lower(staff_user.name), staff_user.id
