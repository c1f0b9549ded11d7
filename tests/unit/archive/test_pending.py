from archive.pending import ANSWERED


def test_whether_a_listed_page_was_answered_is_found_by_its_address_alone(archive):
    plan = [row[-1] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {ANSWERED}", ("key",))]
    assert plan
    assert not [step for step in plan if step.startswith("SCAN")]
