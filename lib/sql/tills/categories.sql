-- The categories of a partner's open offers; signposts do not count, since they take no cards.
-- One row per category.
-- $1 partner
select distinct category
from offer
where partner_id = $1 and closed_at is null and kind <> 'signpost'
