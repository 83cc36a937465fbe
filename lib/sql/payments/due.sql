-- What approved claims come to, by partner's name. One row per partner.
select
    partner.id as partner_id,
    partner.name as partner_name,
    partner.organisation_number,
    partner.account_number,
    cast(sum(claim.amount_ore) as bigint) as amount_ore,
    cast(count(*) as integer) as claims
from claim
join partner on partner.id = claim.partner_id
where claim.state = 'approved'
group by partner.id, partner.name, partner.organisation_number, partner.account_number
order by lower(partner.name), partner.id
