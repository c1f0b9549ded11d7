import pytest

from crawler.errors import HostBusy
from crawler.hosts import HostLocks, locks_folder


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_host_is_held_by_one_crawl_at_a_time():
    with HostLocks(["a.example"]), pytest.raises(HostBusy, match="another crawl is visiting a"):
        HostLocks(["a.example"]).__enter__()


def test_www_makes_no_other_host():
    with HostLocks(["www.a.example"]), pytest.raises(HostBusy):
        HostLocks(["a.example"]).__enter__()


def test_ports_are_different_hosts():
    with HostLocks(["127.0.0.1:1"]), HostLocks(["127.0.0.1:2"]):
        assert len(list(locks_folder().iterdir())) == 2


def test_a_crawl_that_gets_not_all_of_its_hosts_holds_none():
    with HostLocks(["b.example"]):
        with pytest.raises(HostBusy):
            HostLocks(["a.example", "b.example"]).__enter__()
        with HostLocks(["a.example"]):
            pass


def test_hosts_are_free_again_when_a_crawl_ends():
    with HostLocks(["a.example"]):
        pass
    with HostLocks(["a.example"]):
        pass
