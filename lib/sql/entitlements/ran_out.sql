-- The last day of the latest right that is over. One row.
-- $1 person, $2 scheme, $3 day
select max(entitlement.valid_to) as valid_to
from entitlement
where entitlement.person_id = $1
    and entitlement.scheme_id = $2
    and entitlement.valid_to < $3
    and entitlement.withdrawn_at is null
