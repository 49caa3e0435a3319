"""The same reports on a Dask cluster, also when a worker of it is lost half-way."""

import os
import shutil
import signal
import subprocess
from functools import partial

import pytest
from batch_project import READ, Project
from hostile_notebooks import ATTACKS, FIND, Hearing, contents
from made import make_department, write_project

from budgetkit.batch.scheduler import run_on_cluster
from budgetkit.batch.state import Listener, Options
from budgetkit.clean_cluster import read_on_cluster
from budgetkit.clean_folder import clean_folder
from budgetkit.cluster import Cluster, SchedulerError

distributed = pytest.importorskip("distributed")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals")]


@pytest.fixture(scope="module")
def cluster():
    """Give a cluster of two worker processes on this machine; one that is killed is started anew."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield cluster


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    for number in range(1, 5):
        project.add_notebook(f"{number}_reads", READ)
    return project


class Killer(Listener):
    """Kills a worker of the cluster when the second report is finished, and counts what is finished."""

    def __init__(self, cluster):
        self.finished_keys = []
        self._cluster = cluster

    def finished(self, decision, outcome):
        self.finished_keys.append(decision.job.key)
        if len(self.finished_keys) == 2:
            os.kill(next(iter(self._cluster.workers.values())).pid, signal.SIGKILL)


def test_no_report_is_lost_or_doubled_when_a_worker_is_killed(project, cluster):
    listener = Killer(cluster)
    options = Options(run=partial(run_on_cluster, Cluster(cluster.scheduler_address)))
    summary = project.run(options=options, listener=listener)
    assert not summary.failed
    assert len(summary.made) == len(set(listener.finished_keys)) == len(listener.finished_keys) == 12
    assert {one.state for one in project.run().decisions} == {"keep"}
    there = project.report(project.city, "1_reads", "ipynb").read_bytes()
    project.run(project.city, options=Options(force=True))
    assert project.report(project.city, "1_reads", "ipynb").read_bytes() == there


def test_a_failure_on_the_cluster_is_that_of_one_report(project, cluster):
    project.add_notebook("5_fails", "1 / 0")
    options = Options(run=partial(run_on_cluster, Cluster(cluster.scheduler_address)))
    summary = project.run(project.alone, options=options)
    assert [one.job.notebook.stem for one, _ in summary.failed] == ["5_fails"]
    assert len(summary.made) == 4
    assert "ZeroDivisionError" in project.report(project.alone, "5_fails", "html").read_text("utf-8")
    log = project.folders.reports / "logs" / f"{project.alone}-2025" / "1_reads.log"
    assert "execute:" in log.read_text("utf-8")


def test_a_hostile_notebook_on_the_cluster_is_named_and_what_it_spoils_is_put_right(tmp_path, cluster):
    project = Project(tmp_path)
    for name, source in {"1_hostile": "print('not yet')", "2_reads": READ}.items():
        project.add_notebook(name, source)
    options = Options(run=partial(run_on_cluster, Cluster(cluster.scheduler_address)))
    assert project.run(options=options).is_success
    before, tables = contents(project.folders.reports), contents(project.folders.clean)
    here = FIND.replace("Path('..').resolve()", f"Path({str(tmp_path)!r})")
    project.add_notebook("1_hostile", here, f"if department == {project.alone!r}: {ATTACKS['all at once']}")
    summary = project.run(options=options, listener=(listener := Hearing()))
    assert not summary.failed
    assert not summary.is_success
    assert any("income.parquet" in words for words in listener.words)
    assert contents(project.folders.clean) == tables
    after = contents(project.folders.reports)
    changed = {path.stem for path, content in before.items() if after.get(path) != content}
    assert changed <= {"index", "1_hostile"}


def test_documents_are_read_on_the_cluster_to_the_same_bytes(tmp_path, cluster):
    made = [make_department(seed, "city", year=2025, projects=1, units=1) for seed in (5, 6)]
    raw = write_project(tmp_path, made)
    there, here = tmp_path / "there", tmp_path / "here"
    result = clean_folder(raw, there, run=partial(read_on_cluster, Cluster(cluster.scheduler_address)))
    assert (len(result.documents), result.errors) == (2, [])
    clean_folder(raw, here)
    assert {path.name: path.read_bytes() for path in there.glob("*.parquet")} == {
        path.name: path.read_bytes() for path in here.glob("*.parquet")
    }


def test_a_cluster_that_does_not_answer_is_said(project, monkeypatch):
    monkeypatch.setattr("budgetkit.cluster.WAIT", 1)
    options = Options(run=partial(run_on_cluster, Cluster("tcp://127.0.0.1:1")))
    with pytest.raises(SchedulerError, match=r"127\.0\.0\.1"):
        project.run(project.alone, options=options)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_a_cluster_that_speaks_tls_only_takes_who_shows_a_certificate(project, tmp_path, monkeypatch):
    monkeypatch.setattr("budgetkit.cluster.WAIT", 5)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    subprocess.run(["openssl", *asked, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    own = {
        f"tls_{who}_{what}": str(path)
        for who in ("scheduler", "worker", "client")
        for what, path in (("cert", certificate), ("key", key))
    }
    secured = distributed.Security(tls_ca_file=str(certificate), require_encryption=True, **own)
    with distributed.LocalCluster(
        1, threads_per_worker=1, security=secured, protocol="tls://", dashboard_address=":0"
    ) as cluster:
        address = cluster.scheduler_address
        assert address.startswith("tls://")
        known = Options(run=partial(run_on_cluster, Cluster(address, certificate, certificate, key)))
        assert project.run(project.alone, options=known).is_success
        stranger = Options(run=partial(run_on_cluster, Cluster(address)))
        with pytest.raises(SchedulerError):
            project.run(project.city, options=stranger)
    missing = Options(run=partial(run_on_cluster, Cluster(address, tmp_path / "missing")))
    with pytest.raises(SchedulerError, match="没有该文件"):
        project.run(project.district, options=missing)
