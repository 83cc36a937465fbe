-- Tills with their partners, by partner and name. One row per till.
-- $1 partner, or null for all
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
where cast($1 as uuid) is null or till.partner_id = $1
order by partner.name, till.name, till.id
