"""Work on several processes: what all need is loaded once, before they are forked, and the longest task comes first."""

import os

import pytest

from budgetkit import clean_folder, jobs, late_pattern

_LOADED: list[int] = []


def _who_loaded(_task: int) -> tuple[int, list[int]]:
    return os.getpid(), list(_LOADED)


def _lose(task: int) -> tuple[int, list[int]]:
    raise AssertionError(f"task {task} was lost")


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setitem(globals(), "_LOADED", [])
    return lambda: _LOADED.append(os.getpid())


def test_what_every_task_needs_is_loaded_once_by_the_process_that_the_others_are_forked_from(loaded, monkeypatch):
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    monkeypatch.setattr(jobs, "_can_fork", lambda: True)

    results = list(jobs.run_tasks(_who_loaded, [1, 2, 3], 2, _lose, loaded))

    assert len(results) == 3
    assert all(own != os.getpid() and known == [os.getpid()] for own, known in results)


def test_one_process_loads_nothing_ahead(loaded):
    assert list(jobs.run_tasks(_who_loaded, [1, 2], 1, _lose, loaded)) == [(os.getpid(), [])] * 2


def test_the_department_with_the_most_to_read_starts_first(tmp_path, monkeypatch):
    class Task:
        def __init__(self, *sizes: int) -> None:
            self.sources = [type("Source", (), {"path": tmp_path / f"{size}.txt"}) for size in sizes]
            for size, source in zip(sizes, self.sources, strict=True):
                source.path.write_text("x" * size)

    tasks = [Task(5), Task(3, 4), Task(9), Task()]
    started = []
    monkeypatch.setattr(clean_folder, "run_tasks", lambda _function, given, *_rest: started.extend(given))

    clean_folder._run_here(2, tasks)

    assert started == [tasks[2], tasks[1], tasks[0], tasks[3]]


def test_a_late_pattern_is_compiled_when_first_used_and_then_like_any_other(monkeypatch):
    compiled = []
    monkeypatch.setattr(
        late_pattern.re, "compile", lambda *how, make=late_pattern.re.compile: compiled.append(how) or make(*how)
    )
    monkeypatch.setattr(late_pattern, "_WRITTEN", [])
    pattern = late_pattern.late_pattern("(?P<letter>[a-c])x", late_pattern.re.IGNORECASE)
    other = late_pattern.late_pattern("y")

    assert compiled == []
    assert pattern.fullmatch("BX")["letter"] == "B"
    assert [match.span() for match in pattern.finditer("axcx")] == [(0, 2), (2, 4)]
    assert pattern.groupindex == {"letter": 1}
    assert len(compiled) == 1

    late_pattern.compile_late_patterns()
    assert len(compiled) == 2
    assert other.search("xy")
