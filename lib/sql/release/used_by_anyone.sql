-- Punches that were not undone on cards that were sold or given to nobody in particular.
-- One row per month and offer; true counts, never to leave the job.
-- $1 first day, $2 the day after the last
select
    cast(date_trunc('month', redemption.redeemed_on) as date) as month,
    cast(batch.offer_id as text) as offer,
    cast(sum(redemption.punches) as bigint) as units,
    cast(max(batch.punches_per_unit) as bigint) as most
from redemption
join card_issue_card on card_issue_card.card_id = redemption.card_id
join card_issue on card_issue.id = card_issue_card.issue_id
join batch on batch.id = card_issue.batch_id
left join redemption_undo on redemption_undo.redemption_id = redemption.id
where redemption.redeemed_on >= $1
    and redemption.redeemed_on < $2
    and redemption_undo.redemption_id is null
group by 1, 2
