-- What was claimed on cards with kroner and from funds, less what was refused.
-- One row per month and scheme; true counts, never to leave the job.
-- $1 first day, $2 the day after the last
select
    cast(date_trunc('month', claim.received_on) as date) as month,
    cast(award.scheme_id as text) as scheme,
    count(*) as claims,
    cast(sum(claim.amount_ore) / 100 as bigint) as kroner
from claim
join award_card on award_card.card_id = claim.card_id
join award on award.id = award_card.award_id
where claim.received_on >= $1
    and claim.received_on < $2
    and claim.state <> 'refused'
group by 1, 2
