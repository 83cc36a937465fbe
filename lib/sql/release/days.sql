-- The first and the last day on which there was anything to give or to use. One row.
select min(days.first_day) as first_day, max(days.last_day) as last_day
from (
    select min(batch.received_on) as first_day, max(batch.received_on) as last_day from batch
    union all
    select min(award.awarded_on), max(award.awarded_on) from award
    union all
    select min(redemption.redeemed_on), max(redemption.redeemed_on) from redemption
    union all
    select min(use_count.month), max(use_count.month) from use_count
) as days
