-- The partners' own tickets that a person has from one service and that have not run out, in the
-- order awarded. One row per ticket.
-- $1 person, $2 service, $3 day
select
    partner_code.id as ticket_id,
    partner_code.media,
    offer.name as offer_name,
    partner.name as partner_name,
    coalesce(batch.event_date, batch.valid_from) as valid_from,
    coalesce(batch.event_date, batch.valid_to) as valid_to,
    partner_code.printed_at is not null as printed
from award
join partner_code on partner_code.award_id = award.id
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
left join award_cancellation on award_cancellation.award_id = award.id
where award.person_id = $1
    and award.service_id = $2
    and award_cancellation.award_id is null
    and (
        coalesce(batch.event_date, batch.valid_to) is null
        or coalesce(batch.event_date, batch.valid_to) >= $3
    )
order by award.awarded_at, award.id, partner_code.position, partner_code.id
