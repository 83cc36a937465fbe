-- Open partners that give, sell, punch or claim, by name: not a unit that only owns schemes.
-- One row per partner.
select *
from partner
where
    closed_at is null
    and (
        not exists (select 1 from offer where offer.partner_id = partner.id)
        or exists (
            select 1 from offer where offer.partner_id = partner.id and offer.kind <> 'scheme_card'
        )
    )
order by lower(name), id
