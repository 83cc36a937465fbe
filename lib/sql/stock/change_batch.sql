-- Corrects what was entered of a batch; its quantity is the ledger's to correct.
-- $1 id, $2 low limit, $3 valid from, $4 valid to, $5 event date, $6 unit price, $7 face value,
-- $8 funding source
update batch
set
    low_at = $2,
    valid_from = $3,
    valid_to = $4,
    event_date = $5,
    unit_price_ore = $6,
    face_value_ore = $7,
    funding_source_id = $8
where id = $1
