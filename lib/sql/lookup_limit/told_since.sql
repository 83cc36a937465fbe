-- How often a staff user was told since a moment whether somebody is in the register: looked up,
-- or stopped because they are. One row.
-- $1 staff user, $2 since
select count(*) as told
from audit_entry
where staff_user_id = $1
    and noted_at > $2
    and (
        act = 'looked_up'
        or (
            act = 'refused'
            and outcome in ('AlreadyRegistered', 'AlreadyHere', 'NumberInUse')
        )
    )
