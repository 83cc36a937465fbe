-- Uses on cards that were sold or given to nobody in particular, less what came back.
-- One row per month, offer and size of card; true counts, never to leave the job.
-- $1 first day, $2 the day after the last
select
    cast(date_trunc('month', card_issue.issued_on) as date) as month,
    cast(batch.offer_id as text) as offer,
    cast(count(*) * batch.punches_per_unit as bigint) as units,
    cast(batch.punches_per_unit as bigint) as most
from card_issue
join card_issue_card on card_issue_card.issue_id = card_issue.id
join batch on batch.id = card_issue.batch_id
left join card_return on card_return.card_id = card_issue_card.card_id
where card_issue.issued_on >= $1
    and card_issue.issued_on < $2
    and card_return.card_id is null
group by 1, 2, batch.punches_per_unit
