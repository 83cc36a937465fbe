-- Partners, by name. One row per partner.
select
    partner.name,
    partner.organisation_number,
    partner.account_number,
    partner.contact_name,
    partner.phone,
    partner.email,
    partner.reach,
    partner.closed_at
from partner
order by lower(partner.name), partner.id
