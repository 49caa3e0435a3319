"""Files that go to a cluster and come back."""

from __future__ import annotations

import pytest

from budgetkit.cluster import pack, unpack
from budgetkit.inside import PlaceError


def test_packed_files_come_out_under_their_names(tmp_path):
    source = tmp_path / "table.arrow"
    source.write_bytes(bytes(range(256)))
    unpack(pack({"tables/one.arrow": source}), tmp_path / "there")
    assert (tmp_path / "there/tables/one.arrow").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("name", ["../out", "tables/../../out", "{folder}/out", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    with pytest.raises(PlaceError):
        unpack({name.format(folder=tmp_path): b"x"}, tmp_path / "there")
    assert not (tmp_path / "out").exists()
