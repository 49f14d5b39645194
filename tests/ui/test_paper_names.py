"""Whatever people are called and whatever a note says, there is a paper of it."""

import pytest

from sojourn.faces.ui import paper
from tests.ui.samples import data_for


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '#eval("1") $x$ *b* @ref',
        "محمد علي",
        "李小龍",
        "Ash 😀",
        "a\x07b\x1b\x7f",
        "x" * 2000,
    ],
)
@pytest.mark.parametrize("template", ["receipt", "note"])
def test_any_name_comes_onto_paper(template, name):
    data = data_for(template)
    data["patient"] = {**data["patient"], "name": name}
    assert paper.render(template, data).startswith(b"%PDF")


def test_what_is_no_character_leaves_the_words_around_it():
    assert paper._without_controls('"a\\u0007b\\nc \\\\u0007 é"') == '"ab\\nc \\\\u0007 é"'
