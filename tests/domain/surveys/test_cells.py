"""Small cells: the rules of the issue, and an attacker who works out what was hidden."""

from collections.abc import Collection, Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.surveys import cells

COUNTS = st.lists(st.integers(0, 14), min_size=1, max_size=7)
SHAPES = st.tuples(st.integers(2, 5), st.integers(2, 5))
TABLES = SHAPES.flatmap(
    lambda s: st.lists(
        st.lists(st.integers(0, 12), min_size=s[1], max_size=s[1]), min_size=s[0], max_size=s[0]
    )
)
SMALL = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=3, max_size=3)

Table = list[list[int]]
Cell = tuple[int, int]


def rows(table: Table) -> list[list[Cell]]:
    return [[(r, c) for c in range(len(row))] for r, row in enumerate(table)]


def columns(table: Table) -> list[list[Cell]]:
    return [list(line) for line in zip(*rows(table), strict=True)]


def network(table: Table) -> tuple[dict[Cell, int], dict[Cell, cells.Ends]]:
    """Each cell, and the row and the column between which it stands."""
    counts = {(r, c): n for r, row in enumerate(table) for c, n in enumerate(row)}
    return counts, {(r, c): (("row", r), ("column", c)) for r, c in counts}


def hidden_of_table(table: Table) -> frozenset[Cell] | None:
    """The cells hidden in a table whose margins are shown; None: show no table."""
    lines = [*rows(table), *columns(table)]
    if any(0 < sum(table[r][c] for r, c in line) < 5 for line in lines):
        return None
    return cells.settled(*network(table), lines)


def computable(table: Table, hidden: Collection[Cell]) -> set[Cell]:
    """The hidden cells whose value follows from margins, shown cells and "a hidden one is not
    0"."""
    return cells._known(*network(table), hidden)


def test_the_example_of_the_issue() -> None:
    assert cells.hidden_of_list({"A": 40, "B": 12, "C": 6, "D": 3}) == frozenset("CD")


def test_a_filter_leaves_enough_on_both_sides() -> None:
    assert [n for n in range(13) if cells.enough(n, 12)] == [5, 6, 7, 12]


def test_five_single_persons_are_not_five_hidden_cells_alone() -> None:
    assert cells.hidden_of_list({"a": 40, **dict.fromkeys("bcdef", 1)}) == frozenset("abcdef")
    assert cells.hidden_of_list(dict.fromkeys("bcdef", 1)) is None


def test_a_bridge_between_two_blocks_is_computed_so_more_is_hidden() -> None:
    table = [[3, 4, 4, 30], [4, 3, 30, 30], [30, 30, 3, 4], [30, 30, 4, 3]]
    small = {(r, c) for r, c in product(range(4), repeat=2) if table[r][c] < 5}
    assert computable(table, small) == {(0, 2)}
    hidden = hidden_of_table(table)
    assert hidden is not None
    assert hidden > small
    assert not computable(table, hidden)


def test_public_counts_of_an_open_survey() -> None:
    assert [cells.for_public(n) for n in (0, 1, 9, 10, 12, 13, 18)] == [
        0,
        None,
        None,
        10,
        10,
        15,
        20,
    ]
    assert [cells.in_batches(n) for n in (9, 10, 29)] == [0, 10, 20]


def test_small_options_are_one_line_of_a_cross_table() -> None:
    assert cells.joined({"A": 40, "D": 3, "B": 12, "C": 6}) == [["A"], ["B"], ["D", "C"]]


@given(COUNTS)
def test_no_hidden_count_of_a_list_is_computed(counts: list[int]) -> None:
    named = {str(i): n for i, n in enumerate(counts)}
    hidden = cells.hidden_of_list(named)
    if hidden is None:
        return
    assert {key for key, n in named.items() if 0 < n < 5} <= hidden
    assert not hidden or (sum(named[key] for key in hidden) >= 5 and len(hidden) >= 2)
    assert all(named[key] > 0 for key in hidden)
    assert not hidden or sum(named[key] for key in hidden) > len(hidden)


@settings(deadline=None)
@given(TABLES)
def test_every_line_of_a_table_hides_two_and_k(table: list[list[int]]) -> None:
    hidden = hidden_of_table(table)
    if hidden is None:
        return
    assert {(r, c) for r, row in enumerate(table) for c, n in enumerate(row) if 0 < n < 5} <= hidden
    for line in [*rows(table), *columns(table)]:
        of_line = [table[r][c] for r, c in line if (r, c) in hidden]
        assert not of_line or (len(of_line) >= 2 and sum(of_line) >= 5)


@settings(deadline=None, max_examples=150)
@given(SMALL)
def test_a_naive_attacker_who_tries_every_filling_finds_no_hidden_cell(
    table: list[list[int]],
) -> None:
    hidden = hidden_of_table(table)
    if not hidden:
        return
    values: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for filled in _fillings(table, sorted(hidden)):
        for cell, n in filled.items():
            values[cell].add(n)
        if all(len(of_cell) > 1 for of_cell in values.values()):
            return
    raise AssertionError(values)


def test_the_attacker_succeeds_where_only_the_small_cells_are_hidden() -> None:
    table = [[3, 9, 9], [9, 9, 9], [9, 9, 4]]
    hidden = [(0, 0), (2, 2)]
    assert list(_fillings(table, hidden)) == [{(0, 0): 3, (2, 2): 4}]


def _fillings(table: list[list[int]], hidden: list[Cell]) -> Iterator[dict[Cell, int]]:
    """Every way to fill the hidden cells with at least 1 that keeps all margins."""
    rows = [sum(table[r][c] for c in range(3) if (r, c) in hidden) for r in range(3)]
    columns = [sum(table[r][c] for r in range(3) if (r, c) in hidden) for c in range(3)]

    def fill(at: int, done: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        if at == len(hidden):
            yield done
            return
        i, j = hidden[at]
        row = rows[i] - sum(n for (r, _), n in done.items() if r == i)
        column = columns[j] - sum(n for (_, c), n in done.items() if c == j)
        later = hidden[at + 1 :]
        for n in range(1, min(row, column) + 1):
            ends_row = all(r != i for r, _ in later) and n != row
            ends_column = all(c != j for _, c in later) and n != column
            if not ends_row and not ends_column:
                yield from fill(at + 1, {**done, (i, j): n})

    return fill(0, {})
