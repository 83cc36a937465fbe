-- A till with its partner. One row.
-- $1 till
select
    till.id,
    till.partner_id,
    partner.name as partner_name,
    till.name,
    till.pairing_until,
    till.paired_at,
    till.revoked_at,
    partner.closed_at as partner_closed_at
from till
join partner on partner.id = till.partner_id
where till.id = $1
