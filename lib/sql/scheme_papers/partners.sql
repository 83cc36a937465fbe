-- Who takes a scheme's card today, by name. One row per partner.
-- $1 scheme
select distinct partner.name
from scheme_content
join offer on offer.category = scheme_content.category
join partner on partner.id = offer.partner_id
where scheme_content.scheme_id = $1
    and offer.kind = 'one_off'
    and offer.closed_at is null
    and partner.closed_at is null
order by partner.name
