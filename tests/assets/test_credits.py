from assets.credits import PAGE, credits_page
from assets.manifest import entries


def test_the_credits_page_is_the_one_that_the_manifest_gives():
    assert PAGE.read_text(encoding="utf-8") == credits_page()


def test_every_data_file_and_every_credit_stands_on_the_page():
    page = credits_page()
    for entry in entries().values():
        assert f"`{entry.name}`" in page
        assert entry.credit in page
        assert entry.licence in page


def test_licences_that_ask_for_their_text_have_it_beside_the_data():
    needed = {"MIT", "BSD-3-Clause", "LGPL-3.0-or-later", "OFL-1.1"}
    texts = {e.licence for e in entries().values() if e.name.startswith("licence-")}
    assert needed <= texts
